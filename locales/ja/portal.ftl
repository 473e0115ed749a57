# What the customers' portal says.

# Navigation
nav-main = メインメニュー
nav-home = ホーム
nav-cases = ケース
nav-admin-cases = アドミンケース
nav-new = ケースを開く

# Home
home-greeting = { $name }様
home-needs-you = お客様の対応が必要なケース（{ $number }件）
home-with-support = サポートが対応しているケース（{ $number }件）
home-whose = 表示するケース
home-own = 自分のケース
home-company = 会社のケースも含める
home-needs-company = 御社の対応が必要なケース（{ $number }件）
home-with-support-company = サポートが対応している御社のケース（{ $number }件）
home-resources = 学習とご案内
ahead-title = 今後の予定
ahead-none = 予定されている会議や電話はありません。
ahead-conference = 会議
ahead-call = 電話
ahead-session = サポートセッション
ahead-between = { $from }から{ $until }まで
ahead-by = { $at }まで
ahead-since = { $at }から実施中
shared-title = サポートが共有した資料
home-popular = よく読まれている記事
home-all = 一覧で表示
home-since = { $span }経過
home-nothing-needed = お客様の対応が必要なケースはありません。サポートからの質問や解決策が届くと、ここに表示されます。
home-nothing-open = サポートが対応しているケースはありません。お困りのことがあれば、ケースを開いてください。
home-basic = 現在のアクセスレベルは「基本」です。サポート情報をご覧いただけます。会社のケースを閲覧、作成するには、アクセスの追加が必要です。
home-reader = 現在のアクセスレベルは「閲覧のみ」です。会社のケースを閲覧できます。ケースの作成や返信には、アクセスの追加が必要です。
home-restricted = ケースを開けますが、規制により、開いた後のケースは画面で閲覧できません。
home-guest = アカウントのない方として利用しています。ご自身が開いたケースだけを閲覧できます。
home-ask-access = アクセスの追加を申請
home-now = 現在の受付
home-support-info = 受付時間と対応の詳細
start-title = サポート窓口
home-doors = ご用件から開く
home-urgent = お急ぎのとき
home-urgent-text = 業務が止まっているときは、電話でもお知らせください。ケースを開いている場合は、ケース番号をお伝えください。

# Lists
list-title = ケース
list-admin-title = アドミンケース
list-caption = { $whose }（{ $view }）
views-own = 自分のケース
views-company = 会社のケース
view-not-closed = 未クローズ
view-support = サポート側対応中
view-customer = お客様対応待ち
view-closed = クローズ済み
filters-label = 絞り込み
filter-all = すべて
filter-go = 絞り込む
filter-clear = 条件を解除
list-empty-title = この一覧にケースはありません
list-empty = ケースを開いたとき、または対応の状況が変わったときに、ここに表示されます。
list-empty-filter-title = 条件に合うケースはありません
list-empty-filter = 条件を変更するか、解除してください。

# Opening a case
new-title = 新しいケース
new-lead = ご用件に最も近いものを選んでください。
new-more = 任意の情報を追加
options-offered = 「{ $field }」の選択肢は{"{n}"}件です。
lacking = 「{ $what }」は、プラン「{ $plans }」でご利用いただけます。
lacking-told = { $told }{ $whom }
lacking-ask = 相談先は{ $whom }です：{ $text }
lacking-ask-kind = 「{ $kind }」を開いて相談してください。
did-copies-add = 写しの宛先に加えました：{ $added }
did-copies-remove = 写しの宛先から外しました：{ $removed }
did-copies-change = 写しの宛先に加えました：{ $added }　外しました：{ $removed }
did-set-reference = { $label }を「{ $to }」にしました
did-clear-reference = { $label }を取り消しました
reference-change = { $label }を入力・変更
reference-lead = お客様の側でこの件を管理している番号です。一覧の列、並べ替え、検索、ファイルへの書き出しに使えます。空欄にすると取り消します。
reference-save = 保存
copies-lead = 返信がメールで届く人です。外した人には、以後のメールを送りません。
copies-now = いまの宛先
copies-out-hint = 外す人を選択してください。
copies-add = 加えるメールアドレス
copies-change = 加える・外す
copies-save = 宛先を保存
copies-nobody = だれもいません
options-refresh = 選択肢を更新

# A case
case-opened = ケース{ $number }を受け付けました
facts-label = ケースの情報と操作
reply-jump = 返信を書く
reply-title = 返信
reply-to = 宛先：{ $desk }
reply-send = サポートへ送信
solution-question = この解決策で解決しましたか？
solution-worked = 解決した
solution-failed = まだ解決していない
close-title = ケースをクローズ
close-comment = サポートへのコメント

# When one cannot reply
no-reply-title = 返信できません
no-reply-read-only = 現在のアクセスレベルでは、ケースを閲覧できますが、返信はできません。返信が必要なときは、「閲覧・編集」の権限を貴社のカスタマーアドミンに依頼してください。
no-reply-not-submitter = この窓口では、ケースを開いた人とカスタマーアドミンだけが返信できます。伝えたいことがあるときは、開いた人に依頼するか、新しいケースを開いてください。
follow-up = このケースの続きを新しく開く
follow-up-description = ケース{ $number }の続きです。
copy-number = ケース番号をコピー
copied = コピーしました
copied-subject = 番号と件名をコピーしました
copied-address = URLをコピーしました
taken-next = サポートが内容を確認し、ご連絡します。
taken-next-by = サポートが内容を確認し、{ $way }で回答します。
taken-keep = 規制により、開いた後のケースは画面で閲覧できません。お問い合わせの際に必要となるため、番号を控えてください。
no-reply-closed = クローズ済みのため返信できません。続きがある場合は、再オープンを依頼してください。
no-reply-closed-for-good = クローズ済みのため返信できません。続きがある場合は、新しいケースを開き、このケースの番号を書いてください。
no-reply-asked = 再オープンを依頼済みです。サポートが確認していますので、連絡をお待ちください。
reopen-reason = 再オープンが必要な理由
reopen-go = 再オープンを依頼

# 追加
reopen-now = 再オープン
order-closed = クローズの新しい順
home-nothing-open-reader = サポートが対応しているケースはありません。
help-holidays = 休業日
help-address = 所在地
demo-needs = 対応待ち{ $number }件
