# ケースの確認と受付（C5）

new-check = 内容を確認
check-change = 変更
opened-next = 次に起きること
opened-number = ケース番号
opened-copies = 回答の写しを、指定された{ $n }件の宛先にもメールで送ります。
opened-prepare = 準備していただきたいこと
opened-untold = 次のことが分かると、早く調査できます。
opened-see = ケースを表示
opened-another = 別のケースを開く
opened-call-say = 電話では、ケース番号「{ $number }」を伝えてください。
opened-pin = 電話メニューのPINを確認
