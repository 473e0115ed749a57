# Words that portal and staff pages share. A key is a whole sentence or label; what stands in braces is filled in.

# The frame of every page
product = Madoguchi
language = 言語
language-name = 日本語
title-error = エラー：
title-separator = ｜
list-separator = ・
sentence-separator = {"　"}
option-separator = ：
skip = 本文へ移動
crumbs = 現在の場所
required = ※必須
optional = 任意
choose = 選択してください
back = 戻る
nav-help = ヘルプ
foot-api = API仕様（OpenAPI）
foot-version = Madoguchi { $version }
find-label = ケースとナレッジを検索
find-placeholder = 番号、語句、質問
find-placeholder-staff = 番号、語句、契約番号、サイトURL
find-go = 検索
theme = 画面の明るさ
theme-auto = 端末の設定に合わせる
theme-light = ライト
theme-dark = ダーク
sign-out = サインアウト
slow-long = 時間がかかっています。このままお待ちください。やめると、入力した内容はこの画面に残りますが、すでに届いていることがあります。もう一度送る前に、届いていないかご確認ください。
slow-call-off = 待たずにやめる
slow-sending = 送信しています…
slow-saving = 保存しています…
slow-checking = 確認しています…

# Times. Patterns are strftime's; {"{w}"} is the weekday and {"{m}"} the month by name.
date-table-day = %Y/%m/%d
date-long = %Y年%-m月%-d日({"{w}"}) %H:%M
date-day = %Y年%-m月%-d日({"{w}"})
date-clock = %H:%M
weekdays = 月 火 水 木 金 土 日
months = 1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月
span-minutes = { $number }分
span-hours = { $number }時間
span-days = { $number }日
zone-tokyo = 時刻は日本時間（JST）
zone-utc = 時刻は協定世界時（UTC）
zone-other = 時刻は{ $zone }の現地時刻

# Whose turn it is
turn-customer = お客様の対応待ち
turn-support = サポート対応中
turn-nobody = 完了

# A case, wherever it is shown
case-title = { $number } { $subject }
kind-name = { $kind }：{ $sub }
status-name = { $status }：{ $sub }
status-title = 現在の状況
status-next = 次の対応
text-erased = （消去済みの内容です）
flag-yes = はい
flag-no = いいえ
owner-none = 未割り当て
facts-title = ケースの情報
answers-title = フォームの回答
fact-account = アカウント
fact-contact = 連絡先
fact-email = 連絡先のメールアドレス
fact-owner = 担当者
fact-team = チーム
fact-kind = ケースタイプ
fact-severity = 重大度
fact-product = サービス
fact-deployment = デプロイメント
fact-identifier = デプロイメントの識別子
fact-environment = 環境
fact-channel = チャネル
fact-opened = 作成日時
fact-modified = 最終更新日時
fact-closed = クローズ日時
fact-reopenings = 再オープンの回数
fact-source = 移行元での番号

# Columns of lists
column-number = ケース番号
column-kind = ケースタイプ
column-subject = 件名
column-subject-customer = 件名とお客様
column-deployment = デプロイメント
column-status = ステータス
column-severity = 重大度
column-product = サービス
column-channel = チャネル
column-opened = 作成日時
column-modified = 最終更新日時
column-contact = 連絡先
column-owner = 担当者
column-waiting = 待ち時間

# Where in a list one is
views-label = 表示する一覧
pager-label = ページの移動
pager-previous = 前へ
pager-next = 次へ
pager-range = { $total }のうち{ $from }〜{ $to }件を表示
total-exactly = 全{ $number }件
total-more-than = { $number }件以上

# The story of a case
story-title = これまでの経緯
story-parts = 表示する内容
story-all = すべて
story-messages = メッセージ
story-files = ファイル
story-sessions = セッション
story-newest-first = 新しい順
story-oldest-first = 古い順
story-none = 該当する内容はありません。
story-latest = 最新の内容へ移動
role-customer = お客様
role-support = サポート
role-system = システム
who-separator = ：
did-open = ケースを開きました
did-update = 更新を投稿しました
did-reply = 返信しました
did-note = メモを追加しました
did-request-reopening = 再オープンを依頼しました
did-status = ステータスを「{ $status }」に変更しました。
did-take = 担当者が決まり、ステータスが「{ $status }」になりました。
did-answer = 更新の投稿により、ステータスが「{ $status }」になりました。
did-worked = 「解決した」と回答し、ステータスが「{ $status }」になりました。
did-not-work = 「まだ解決していない」と回答し、ステータスが「{ $status }」になりました。
did-close = ケースをクローズし、ステータスが「{ $status }」になりました。
did-reopen = ケースを再オープンし、ステータスが「{ $status }」になりました。
did-assign-both = 担当者を{ $owner }、チームを「{ $team }」に設定しました。
did-assign-owner = 担当者を{ $owner }に設定しました。
did-assign-team = チームを「{ $team }」に設定しました。
did-unassign = 担当者とチームの割り当てを解除しました。

# Writing
draft-kept = 入力途中の内容を復元しました。
markdown-hint = Markdownで太字、リスト、リンク、表を書けます。
send-hint = Ctrl+Enter（Macは⌘+Enter）で送信できます。
save-hint = Ctrl+Enter（Macは⌘+Enter）で保存できます。
count-left = あと{"{n}"}文字
count-over = {"{n}"}文字超過

# Names of fields
field-text = 本文
field-reason = 理由
field-comment = コメント
field-worked = 解決策の結果
field-kind = ケースタイプ
field-owner = 担当者
field-team = チーム
field-to = 変更後のステータス
field-email = メールアドレス
field-password = パスワード
field-password-again = パスワード（確認のため再入力）
field-family = 姓
field-given = 名

# What is wrong with what was entered: cause and remedy
errors-title = 確認が必要な項目が{ $number }件あります
wrong-missing = 「{ $field }」が入力されていません。内容を入力してください。
wrong-not-chosen = 「{ $field }」が指定されていません。選択または入力してください。
wrong-too-long = 「{ $field }」が上限の{ $max }文字を超えています。{ $max }文字以内に短くしてください。
wrong-not-offered = 「{ $field }」の選択内容は、ほかの入力内容との組み合わせでは使用できません。表示されている選択肢から選び直してください。
wrong-number = 「{ $field }」が{ $min }〜{ $max }の整数ではありません。この範囲の整数を入力してください。
wrong-date = 「{ $field }」を日付として確認できません。2026-11-21のように、実在する日付を入力してください。
wrong-address = 「{ $given }」をメールアドレスとして確認できません。name@example.co.jpのような形式に直してください。
wrong-not-in-plan = 選択した内容は、プラン「{ $plans }」でご利用いただけます。ほかの内容を選択してください。
wrong-too-many = 「{ $field }」が上限の{ $most }件を超えています。{ $most }件以内に減らしてください。

# Why something was refused: cause and remedy
refused-not-allowed = この操作を行う権限がありません。権限が必要なときは、お客様はカスタマーアドミンに、サポート担当者は管理者に依頼してください。
refused-closed = このケースはクローズ済みのため、操作を完了できませんでした。続きがある場合は、再オープンを依頼するか、新しいケースを開いてください。
refused-not-closed = このケースはクローズされていないため、再オープンは不要です。続きは、このケースに返信してください。
refused-no-solution = 解決策への回答を受け付けられませんでした。ケースの状況が変わっています。最新の内容を確認し、続きがある場合は返信してください。
refused-no-such-move = 現在のステータスから、選択したステータスには変更できません。最新のステータスを確認し、表示されている選択肢から選び直してください。
refused-fields = 入力内容に、このままでは受け付けられない項目があります。項目ごとの説明を確認し、修正してください。
refused-never-reopened = このサポート窓口では、クローズ済みのケースを再オープンできません。続きがある場合は、新しいケースを開き、このケースの番号を書いてください。
refused-reopening-over = クローズから{ $number }日を過ぎたため、再オープンできません。続きがある場合は、新しいケースを開き、このケースの番号を書いてください。
refused-asked-already = 再オープンはすでに依頼済みです。サポートからの連絡をお待ちください。

# The page of a failure
fail-home = ホームへ移動
fail-not-found-what = ページが見つかりません
fail-not-found-remedy = URLを確認するか、ケース番号で検索してください。閲覧する権限がない場合も、この画面が表示されます。
fail-not-allowed-what = この操作を行う権限がありません
fail-not-allowed-remedy = 権限が必要なときは、お客様はカスタマーアドミンに、サポート担当者は管理者に依頼してください。
fail-refused-what = 操作を完了できませんでした
fail-conflict-what = ほかの操作が先に保存されました
fail-conflict-remedy = 行き違いを防ぐため、今回の操作は保存していません。最新の内容を確認し、もう一度操作してください。
fail-too-many-what = 試行の回数が上限を超えました
fail-too-many-remedy = { $number }秒待ってから、もう一度操作してください。
fail-foreign-what = このポータルの画面からの操作であることを確認できません
fail-foreign-remedy = 安全のため、操作は実行していません。ポータルを開き直し、もう一度操作してください。
fail-unsafe-what = 暗号化されていない接続のため、サインインできません
fail-unsafe-remedy = 「https://」で始まるURLで開くか、このプログラムが動いているコンピューターで操作してください。URLがわからないときは、管理者に確認してください。
fail-broken-what = 処理を完了できませんでした
fail-broken-remedy = システムで問題が起きました。しばらくしてから、もう一度操作してください。繰り返し起きるときは、お問い合わせ窓口に連絡してください。

# Signing in
sign-in-title = サインイン
sign-in-go = サインイン
sign-in-failed = メールアドレスまたはパスワードが一致しません。入力内容を確認し、もう一度サインインしてください。解決しないときは、お問い合わせ窓口に連絡してください。

# Help and contact
help-title = ヘルプ・お問い合わせ窓口
help-contact = お問い合わせの方法
help-hours = 受付時間
help-phone = 電話
help-phone-hours = 電話の受付時間
help-mail = メール
help-severities = 重大度の定義

# Making the first administrator
setup-title = 最初の管理者の登録
setup-lead = このMadoguchiには、まだ管理者がいません。最初の管理者を登録すると、この画面は使えなくなります。
setup-secret = セットアップ用の秘密の文字列
setup-secret-hint = プログラムの起動時に表示された文字列を貼り付けてください。起動するたびに新しくなります。
setup-password-hint = { $number }文字以上で入力してください。
setup-go = 管理者を登録
setup-wrong-secret = セットアップ用の秘密の文字列が一致しません。最後に起動したときに表示された文字列を、そのまま貼り付けてください。
setup-wrong-family = 姓が入力されていません。姓を入力してください。
setup-wrong-email = メールアドレスとして確認できません。name@example.co.jpのような形式で入力してください。
setup-wrong-again = 2つのパスワードが一致しません。同じパスワードをもう一度入力してください。

# The demo
demo-title = 誰になって試しますか？
demo-lead = このデモは、このコンピューターの中だけで動いています。人物を選ぶと、パスワードなしでサインインします。会社、人物、ケースはすべて架空のものです。
demo-again = デモの人物を選ぶ
demo-try-title = 試してみること
demo-try-1 = 「閲覧・編集」のお客様になって、新しいケースを開いてください。
demo-try-2 = サポート担当者になって、受信箱でそのケースを開いて担当し、送信後のステータスに解決策の提示を選んで返信してください。
demo-try-3 = 同じお客様に戻り、解決策に「解決した」と回答してください。
demo-staff = サポート担当者
demo-customers = お客様
role-tier1 = サポート担当者（Tier 1）
role-tier2 = サポート担当者（Tier 2）
role-engineering = サポート担当者（エンジニアリング）
role-technical-expert = テクニカルエキスパート
role-success-manager = カスタマーサクセスマネージャー
role-supervisor = スーパーバイザー
role-administrator = 管理者
level-basic = アクセスレベル：基本
level-read-only = アクセスレベル：閲覧のみ
level-read-write = アクセスレベル：閲覧・編集
mail-reader-unknown = ご担当者
