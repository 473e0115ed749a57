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
