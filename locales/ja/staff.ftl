# What the staff's pages say.

# Inbox
inbox-title = 受信箱
inbox-alarmed = 期限の警告（全体）
inbox-warned = 期限の警告（自分）
inbox-mine = 自分の担当
inbox-unowned = 未割り当て
inbox-team = 自分のチーム
inbox-support = サポート対応中
inbox-customer = お客様の対応待ち
inbox-closed = クローズ済み
inbox-caption = { $view }（{ $order }）
inbox-empty-title = この一覧にケースはありません
inbox-empty = この一覧に当てはまるケースが届くと、ここに表示されます。ほかの一覧も確認してください。
order-label = 並び順
order-waiting = 待ち時間順
order-severity = 重大度順
order-modified = 更新順
row-unread = 未読
tabs-label = 開いているケース
tab-close = { $number }のタブを閉じる
density-label = 行の間隔
density-comfortable = ゆったり
density-compact = 詰める
owner-me = 自分
reopening-asked = 再オープンの依頼あり

# A case
side-label = 担当、ステータス、ケースの情報
turn-since = { $at }からこの状態です（{ $span }経過）。
assign-to-me = 自分が担当
assign-go = 割り当てを変更
team-none = チームなし
status-go = ステータスを変更
status-no-moves = 現在のステータスから変更できるステータスはありません。
reopen-staff = ケースを再オープン
reopening-asked-text = お客様が再オープンを依頼しています。経緯で理由を確認し、対応する場合は「ケースを再オープン」を選んでください。

# Writing to the customer, or a note
compose-label = 返信またはメモの選択
compose-reply = お客様に返信
compose-reply-title = お客様への返信
compose-reply-label = 本文
compose-to = 宛先：{ $name }様
compose-copied = Cc { $number }名
compose-send = { $name }様へ送信
compose-send-more = { $name }様ほか{ $number }名へ送信
compose-send-then = { $name }様へ送信して「{"{status}"}」に変更
compose-send-more-then = { $name }様ほか{ $number }名へ送信して「{"{status}"}」に変更
compose-then = 送信後のステータス
compose-then-same = 変更しない
compose-note = 社内メモを追加
compose-note-small = お客様には表示されません
compose-note-label = メモの内容
colleagues-label = 呼びかける担当者
colleagues-told = 候補は{"{n}"}名です。上下の矢印キーで選び、Enterで入力します。
compose-note-hint = 社内のサポート担当者だけが読めます。「@氏名」と書くと、その担当者にメールで知らせます。Markdownを使えます。
compose-note-save = 社内メモを保存
compose-leave = 入力欄を閉じる
note-title = 社内メモ（お客様には表示されません）

# Keyboard
keys-title = キーボード操作
keys-lead = サポート担当者の画面で使えるキーです。文字の入力中と日本語の変換中は動作しません。使うには、ブラウザでJavaScriptを有効にしてください。
keys-in-lists = 一覧で
keys-in-case = ケースで
keys-anywhere = どの画面でも
keys-writing = 入力中に
keys-next-row = 次のケースへ移動
keys-previous-row = 前のケースへ移動
keys-open = 選択中のケースを開く
keys-peek = 概要を表示、閉じる
keys-next-case = 一覧の次のケースへ
keys-previous-case = 一覧の前のケースへ
keys-next-tab = 次のタブのケースへ
keys-previous-tab = 前のタブのケースへ
keys-close-tab = このケースのタブを閉じる
keys-reply = お客様に返信
keys-note = 社内メモを追加
keys-mine = 自分が担当
keys-assign = 担当者の選択へ移動
keys-severity = 重大度の変更へ移動
keys-escalate = エスカレーションのフォームへ移動
keys-tier = ティアの引き上げへ移動
keys-status = ステータスの選択へ移動
keys-copy-number = ケース番号をコピー（続けて押すと、件名付き、URL）
keys-serve-next = 次に対応するケースを開く
contact-time = 現地の日時
contact-local = { $at }（{ $zone }）
contact-open = 未クローズのケース
contact-lately = 直近30日のケース
contact-content = 満足の割合（アンケート）
contact-content-of = { $share }%（直近{ $surveys }件）
contact-others = このお客様のほかのケース
contact-no-others = ほかに未クローズのケースはありません。
keys-go-mine = 「自分の担当」を開く
keys-go-warned = 「期限の警告（自分）」を開く
keys-go-customer = 「お客様の対応待ち」を開く
keys-go-support = 「サポート対応中」を開く
keys-go-unowned = 「未割り当て」を開く
keys-palette = 検索と操作を開く
keys-find = 一覧の絞り込み、またはケース番号の検索へ移動
keys-sheet = キーの一覧を表示
keys-send = 入力した内容を送信または保存
keys-send-next = 返信を送信して、一覧の次のケースへ
keys-leave = 入力欄から出る（下書きは残ります）
keys-are-off = 1文字のキーは、プロフィールの設定でオフになっています。
keys-switch-link = 設定を変更
keys-switch-lead = 音声入力などで意図しない操作が起きる場合は、1文字のキーをオフにできます。Ctrlや⌘と組み合わせるキーは、オフにしても使えます。
keys-switch-off = 1文字のキーをオフにする
keys-switch-on = 1文字のキーをオンにする
keys-sheet-link = キーの一覧を表示
keys-none = なし
keys-own-hint = 使いたいキーを入力してください。半角の英数字か記号を1文字、または続けて押す2文字（例：g i）です。大文字はShiftと一緒に押すキーです。空欄にすると既定のキーに戻ります。
keys-own-save = キーを保存
keys-own-saved = キーを保存しました。
keys-own-default = 既定：
keys-own-fixed = 変更できないキー：
keys-own-reset = 既定に戻す
keys-own-reset-all = すべて既定に戻す
keys-wrong-unreadable = 「{ $action }」のキーを読み取れません。半角の英数字か記号を1文字、または続けて押す2文字（例：g i）を入力してください。
keys-wrong-held = 「{ $action }」には、CtrlやAlt、⌘と組み合わせるキーは使えません。ブラウザやOS、読み上げソフトが使うためです。1文字、または続けて押す2文字を入力してください。
keys-wrong-browser = 「{ $action }」に「{ $entered }」は使えません。ブラウザが画面の移動や検索などに使うキーです。別の英数字か記号を入力してください。
keys-wrong-input-method = 「{ $action }」に「{ $entered }」は使えません。日本語入力やアクセント記号の入力に使われ、画面に届かないことがあるためです。別の半角の英数字か記号を入力してください。
keys-wrong-taken = 「{ $action }」と「{ $other }」のキーが同じです。どちらかを別のキーにしてください。
keys-wrong-begins = 「{ $action }」と「{ $other }」のキーは、1文字目が同じなので区別できません。どちらかを別のキーにしてください。
close-dialog = 閉じる

# 担当チームに限る

private-label = 担当チーム限定
private-now = 担当者と担当チーム、サポート責任者だけが見られます。
private-close = 担当チームに限る
private-open = すべての担当者に公開する
did-make-private = 担当者と担当チームに限りました。
did-make-open = すべての担当者に公開しました。

# Going through a view
walk-label = 前後のケース
walk-previous = 前のケース
walk-next = 次のケース
walk-end = この一覧の最後です
serve-next = 次に対応するケース
serve-none = いま対応が必要な、自分の担当または未割り当てのケースはありません。新しいケースが届くと、一覧に表示されます。
compose-send-next = 送信して次へ
sent-over = ケース{ $number }の返信を送信しました。
sent-open = ケースを開く

# Words that narrow a list
words-title = この一覧を絞り込む
words-hint = 件名や外部参照番号の言葉のほか、担当:自分、重大度:S1、対応:サポート、プラン:名前、会社:名前、原因:名前を、空白で区切って指定できます。
words-subject = 件名
words-owner = 担当者
words-severity = 重大度
words-turn = 対応
words-plan = プラン
words-company = 会社
words-unknown = 「{ $word }」という条件はないため、使いませんでした。担当、重大度、対応、プラン、会社、原因のいずれかを使うか、件名の言葉として探す場合は引用符（"）で囲んでください。
words-no-owner = 「{ $word }」に当てはまる担当者がいないため、この条件は使いませんでした。「自分」「なし」、または担当者の名前の一部を指定してください。
words-no-turn = 「{ $word }」を読み取れないため、この条件は使いませんでした。「サポート」または「お客様」を指定してください。
words-no-severity = 「{ $word }」という重大度がないため、この条件は使いませんでした。次のいずれかを指定してください：{ $all }
words-no-plan = 「{ $word }」というプランがないため、この条件は使いませんでした。次のいずれかを指定してください：{ $all }
words-no-company = 「{ $word }」を名前に含む会社がないため、この条件は使いませんでした。名前の一部を確認してください。

# A look into a case from the list
peek-title = ケース{ $number }の概要
peek-open = 概要を表示
peek-label = ケースの概要
peek-last = お客様からの最新のメッセージ
peek-nothing = お客様からのメッセージはまだありません。
peek-seen = 既読にする

# One box for everything
palette-title = 検索と操作
palette-label = 操作、一覧、ケース番号、件名で探す
palette-list = 候補
palette-view = 一覧
palette-article = 返信に記事へのリンクを入れる
palette-none = 「{ $text }」を番号または件名に含むケースはありません。別の言葉を試してください。
palette-nothing = 当てはまるものはありません。別の言葉を試してください。

# まとめて割り当て。
bulk-title = まとめて変更
bulk-snooze-hint = スヌーズにできるのは、自分が担当しているケースです。未割り当てのケースは、自分の担当になります。
bulk-snooze-go = スヌーズにする
bulk-status-go = ステータスを変更
bulk-tag-go = タグを付ける
bulk-tag = 付けるタグ
bulk-tagged = タグを付けました
bulk-changed = { $number }件を変更しました。
bulk-pick = 選択
bulk-hint = ケースを選択して、まとめて変更できます。
bulk-chosen = {"{n}"}件を選択中
bulk-take = 自分が担当
bulk-choose = 担当やステータスなどを選ぶ
bulk-all = すべて選択・解除
bulk-cases = ケース{ $number }件
bulk-keep = 変更しない
bulk-none-title = ケースが選択されていません
bulk-none = 一覧に戻り、変更するケースを選択してください。
bulk-back = 一覧に戻る
bulk-done = { $number }件の割り当てが完了しました。
bulk-nothing = 変更したケースはありません。
bulk-undone = { $number }件を元の担当に戻しました。
bulk-undo = 元に戻す
bulk-now = 担当：{ $owner }
bulk-now-both = 担当：{ $owner }（{ $team }）
bulk-as-it-was = すでにこの状態です
bulk-changed-since = ほかの変更があったため、変更していません。ケースを開いて確認してください。
bulk-failed = 変更できませんでした。ケースを開いて、もう一度変更してください。
bulk-unknown = このケースは見つかりません。一覧を更新して、もう一度選択してください。
keys-pick = ケースを選択、選択を解除
keys-pick-all = すべてのケースを選択、選択を解除

# A case that is put to sleep
inbox-snoozed = スヌーズ中
snooze-title = ケース{ $number }をスヌーズ
snooze-open = スヌーズ
snooze-lead = 指定した日時まで「自分の担当」の一覧から外します。お客様から連絡があったときや、期限の警告が出たときは、その前でも一覧に戻ります。期限の計測は止まらず、お客様には表示されません。
snooze-later-today = 今日このあと
snooze-tomorrow = 明日の朝
snooze-next-week = 来週の最初の営業日
snooze-answer = お客様の回答があるまで
snooze-go = この日時までスヌーズ
snooze-back = スヌーズせずに戻る
snooze-wake = スヌーズを終了
snoozed-until = { $at }までスヌーズ中
snoozed-until-answer = お客様の回答があるまでスヌーズ中
field-until = 日時を指定
did-snooze = { $at }までスヌーズにしました。
did-snooze-until-answer = お客様の回答があるまでスヌーズにしました。
did-wake-time = 指定の日時になり、スヌーズが終わりました。
did-wake-customer = お客様から連絡があり、スヌーズが終わりました。
did-wake-clock = 期限の警告により、スヌーズが終わりました。
did-wake-staff = スヌーズを終了しました。
keys-snooze = スヌーズ
keys-undo = 直前の操作を元に戻す
refused-not-owner = スヌーズにできるのは、このケースの担当者だけです。自分に割り当ててから、もう一度操作してください。
refused-due-soon = 期限が近づいているため、スヌーズにできません。お客様に回答してから、もう一度操作してください。
wrong-not-ahead = 「{ $field }」には、これから{ $days }日以内の日時を入力してください。

# A case that is taken with the first stroke
taken-now = 入力を始めたため、このケースの担当になりました。
taken-back = 担当を元に戻しました。入力した内容はそのままです。
taken-changed-since = ほかの変更があったため、担当を元に戻していません。ケースを開き直して確認してください。
taken-by-other = このケースは{ $name }さんが担当しています。返信する前に、相談してください。
did-undo-taking = 担当を元に戻したため、ステータスが「{ $status }」に戻りました。
bulk-too-many = 一度に変更できるケースは{ $number }件までです。選択を減らして、もう一度操作してください。

# Why support closed a case
field-cause = クローズの原因
field-cause-when-closing = クローズの原因（クローズする場合）
cause-hint = クローズする場合に選べます。お客様には表示されません。
cause-hint-required = クローズする場合は必須です。お客様には表示されません。
cause-none = 選択なし
cause-go = 原因を保存
fact-cause = クローズの原因
column-cause = クローズの原因
did-set-cause = クローズの原因を「{ $cause }」にしました。
words-cause = 原因
words-no-cause = 「{ $word }」という原因がないため、この条件は使いませんでした。次のいずれかを指定してください：{ $all }
follow-up-title = 続きのケースを開く
follow-up-go = 続きのケースを開く
