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

# 写しの宛先

wrong-address-meant = 「{ $given }」はメールアドレスの形ではありません。「{ $meant }」ではありませんか。正しいアドレスに修正してください。
wrong-slip = 「{ $given }」は入力誤りの可能性があります。「{ $meant }」であれば修正し、正しければ確認欄を選択してください。
wrong-foreign = 社外のアドレスがあります（{ $given }）。回答を送ってよい相手か確かめ、よければ確認欄を選択してください。
copies-correct = 「{ $given }」を「{ $meant }」に修正
copies-sure = 次のアドレスにも回答を送ってよいことを確認しました：{ $given }
copies-looked-at = { $given }（確認済み）

# 似たケース

alike-title = 同じ内容のケースがあるかもしれません
alike-text = 貴社で開かれたケースの中に、件名の似たものがあります。同じ内容であれば、そのケースに書き加えると早く伝わります。別の内容であれば、このまま送信してください。
alike-opened = 作成：{ $at }

# 下書き

drafts-title = 下書きの続き
drafts-no-subject = （件名はまだありません）
drafts-kept = 保存：{ $at }
drafts-restored = 保存した下書きの続きです（保存：{ $at }）。
drafts-saved = 下書きを保存しました（{ $at }）。ホームと「ケースを開く」から続けられます。30日間入力がないと削除されます。
drafts-by-itself = 入力した内容は、下書きとして自動で保存しています。
drafts-discard = 破棄
drafts-discard-text = この下書きを破棄します。元には戻せません。
drafts-discard-go = 下書きを破棄
sign-in-kept = サインインの有効期限が切れました。入力した内容は保管しています。サインインすると、入力の続きに戻ります。
sign-in-kept-files = 選択したファイルは保管していません。サインインしたあと、もう一度選択してください。
