# ケースの終わり方。

closes-unanswered = { $at }までにご回答がない場合は、いったんクローズします。更新を投稿すると、クローズは取りやめになります。
closes-solved = 解決したものとして{ $at }にクローズします。続きがある場合は、返信してください。
closes-staff = お客様の回答がない場合は、{ $at }に自動でクローズします。
did-remind = ご回答がない場合は{ $at }にクローズすることをお知らせしました
did-close-unanswered = { $days }日間ご回答がなかったため、自動でクローズしました（{ $status }）
did-close-unanswered-business = { $days }営業日の間ご回答がなかったため、自動でクローズしました（{ $status }）
occasion-closing-announced = まもなくクローズ
desk-what-unanswered = ステータス
desk-problem-waits-out-of-turn-what = 「{ $status }」はお客様の対応待ちではないため、回答がないことを理由にクローズできません。
desk-problem-waits-out-of-turn-remedy = fromには、turn = "customer"のステータスだけを書いてください。
