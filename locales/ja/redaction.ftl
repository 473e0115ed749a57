# Covering a secret in what was said
redaction-link = 伏せ字
redaction-title = 記載内容の一部を伏せ字にする
redaction-lead = パスワードなど、残しておけない文字列を、この記載のすべての欄で「■■■■」に置き換えます。ほかの文言は変わりません。
redaction-hint = 1行に1つ、{ $n }件まで。本文にあるとおりに入力してください。
redaction-warning = 伏せた文字列は記録からも消え、元に戻せません。すでに届いたメールには残ります。漏れた可能性がある場合は、パスワードの変更もお客様に依頼してください。
redaction-go = 伏せ字にする
redaction-back = 変更せずに戻る
field-words = 伏せる文字列
wrong-not-there = 伏せる文字列が本文に見つかりません。本文にあるとおりに入力してください。
did-redact = 本文の一部を伏せ字に変更しました。
did-redact-note = 社内メモの一部を伏せ字に変更しました。
