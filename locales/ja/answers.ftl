# Questions to the customer, and what is written to answer them.

# The checklist
questions-open = サポートからの質問（{ $number }件）
question-answer = 回答する
question-answer-to = 「{ $question }」に回答する
question-withdraw = 取り下げる
question-withdraw-it = 質問「{ $question }」を取り下げる
next-questions = { $number }件の質問にご回答ください。

# The form
field-questions = 質問
answer-turns = 送信すると、このケースは「サポート対応中」になります。
answer-more = 続きがあります（お客様の対応待ちのままにする）
answer-more-hint = 残りの回答や資料を後から送る場合に選んでください。サポートは、続きが届くまで待ちます。
answer-text-optional = 補足
ask-title = お客様への質問を追加
ask-hint = 1行に1つずつ書いてください。お客様の画面にチェックリストとして表示され、ケースはお客様の対応待ちになります。送信後のステータスを選んだ場合は、その選択を優先します。

# In the story, and in refusals
did-ask = 質問しました
did-answer-questions = 質問に回答しました
did-withdraw-question = 質問「{ $question }」を取り下げました。
did-more = 続きを後から送ります。お客様の対応待ちのままです。
refused-no-question = この質問は、すでに回答済みか、取り下げられています。最新の内容を確認してください。

# Drafts
draft-save = 下書きを保存
draft-saved = 下書きを保存しました。
draft-not-saved = 下書きを保存できませんでした。入力した内容はこの画面に残っています。
form-kept = 入力した内容を復元しました。まだ送信していません。
draft-here = 下書きあり
draft-share = チームと共有
draft-share-stop = 共有をやめる
draft-shared = 下書きを保存し、チームと共有しました。
draft-unshared = 下書きを保存し、共有をやめました。ほかの担当者には表示されません。
draft-shown-to-team = 共有中：ケースの担当チームとあなたのチーム、ケースの担当者、スーパーバイザーが、保存済みの下書きを閲覧できます。編集できるのはあなただけです。
draft-shown-to-all = 共有中：このケースを閲覧できるサポート担当者の全員が、保存済みの下書きを閲覧できます。編集できるのはあなただけです。
draft-of = { $name }さんによる返信の下書き
draft-of-at = チームに共有されています。まだ送信されていません。最終保存：{ $at }
draft-of-questions = お客様への質問
draft-of-files = 添付ファイルがあります。ファイルは{ $name }さんのもとに残るため、ご自身の返信に必要なものは、改めて添付してください。
draft-take-over = 自分の返信に取り込む

# An answer that others were faster than
answer-stopped = 入力中に新しいメッセージが{ $number }件届いたため、送信していません。内容を確認し、必要なら本文を直してから、もう一度送信してください。
story-fresh = 新着

# An answer on its way
waiting-title = まもなく送信します
waiting-left = {"{s}"}秒後に送信します。
waiting-at = { $at }に送信します。
waiting-undo = 取り消す
waiting-now = 今すぐ送信
waiting-taken = 送信を取り消しました。相手には届いていません。内容は下書きに戻しました。
waiting-late = すでに送信されたため、取り消せませんでした。必要なら、続けて訂正を送信してください。
waiting-refused = 送信できませんでした
waiting-refused-text = 待っている間に、新しいメッセージが届いたか、ケースの状態または権限が変わりました。現在の状態を確認し、内容を編集してから送信し直してください。
waiting-edit = 内容を編集
recall-title = 送信の取り消し
recall-lead = 返信や更新は、送信ボタンを押した後、この時間だけ待ってから相手に届きます。その間は取り消せます。
recall-seconds = 待つ時間
recall-none = 待たずに送信
recall-n = { $n }秒
recall-save = 待つ時間を保存

# Pages that follow, and who else is there
live-one = 最新の内容を表示
live-many = 新しい更新{"{n}"}件を表示
presence-label = ほかの担当者
presence-looks = { $name }さんが見ています
presence-types = { $name }さんが入力中です

# The story
story-fold = システムの記録{ $number }件
story-quote = 引用して返信

# A reply that looks as if it were for colleagues
outward-asked = まだ送信していません。返信に、社内向けと思われる内容（{ $what }）が含まれています。取り除くか、お客様に送ってよいことを確認して、もう一度送信してください。
outward-colleague = { $name }さんへの呼びかけ
outward-file = 社内メモだけに添付されているファイル「{ $name }」
outward-confirm = このままお客様に送る
mute-title = このケースのメール
mute-off-text = このケースについてのメールを、ご自分あての分だけ停止できます。
mute-is-on = メールを停止しています。
mute-on-text = クローズの予告、期限の超過、会議の変更など、欠かせないお知らせだけをお送りします。
mute-go = メールを停止する
mute-resume = メールを再開する
