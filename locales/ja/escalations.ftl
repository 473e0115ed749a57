# エスカレーション。

escalation-name = エスカレーション
escalated-at = エスカレーション：{ $step }
escalation-is-asked = 依頼あり
escalation-at = { $number } { $step }
escalation-has-ended = { $number } 終了
column-escalation = エスカレーション
order-escalation = エスカレーション順
escalation-copy = エスカレーション番号をコピー
inbox-escalated = エスカレーション中

# 進み具合。
escalation-steps = エスカレーションの進み具合
escalation-step-now = 現在
escalation-step-done = 済み
escalation-step-ahead = これから
escalation-step-left = 省略
escalation-customers = お客様の対応
escalation-expected-day = 解決予定 { $day }（保証ではありません）
escalation-history = 解決予定の変更履歴
escalation-no-day = 未定
escalation-told = { $day }（{ $at }にお知らせ）
escalation-told-why = { $day }（{ $at }にお知らせ）理由：{ $reason }
escalation-outcome = ご要望とお電話
escalation-calls = { $at }までに{ $name }がお電話します。
escalation-call-overdue = お電話の期限（{ $at }、担当：{ $name }）を過ぎています。
escalation-called = { $name }が{ $at }にお電話しました。
escalation-call-by = お電話の期限 { $at }
escalation-ended-confirmed = 解決（お客様が確認）
escalation-ended-resolved = 解決
escalation-ended-returned = サポートへ戻しました
escalation-ended-closed = ケースのクローズにより終了

# 経過の文。
did-escalate = エスカレーション{ $number }を提出しました
did-manage-escalation = { $at }までに{ $name }がお電話します。ご要望：{ $outcome }
did-brief = 開発部門への依頼内容を記録しました
did-brief-with = 開発部門への依頼内容を記録しました（不具合番号 { $tracker }）
did-move-escalation = エスカレーションを「{ $step }」に進めました
did-move-escalation-back = エスカレーションを「{ $step }」に戻しました
did-expect = 解決予定を{ $day }とお知らせしました（保証ではありません）
did-expect-no-longer = 解決予定を未定としました
did-confirm-escalation = 解決を確認し、エスカレーションを終了しました
did-resolve-escalation = エスカレーションを解決しました
did-return-escalation = エスカレーションをサポートへ戻しました
did-close-escalation = ケースのクローズにより、エスカレーションを終了しました
did-call-back = お客様にお電話しました
did-miss-callback = お電話の期限（{ $at }）を過ぎました
did-dismiss-escalation = エスカレーションの提案を見送りました（{ $ground }）

# 提案と操作。
escalation-suggested = エスカレーションの検討をおすすめします
escalation-ground-breaches = 約束した期限を{ $number }回過ぎています
escalation-ground-reopenings = { $number }回再オープンされています
escalation-ground-silent = { $at }から、お客様への連絡がありません
escalation-ground-survey = お客様が{ $at }のアンケートで不満と回答しています
escalation-dismiss = 見送る
escalate = エスカレーションする
escalate-hint = お客様に表示します。何が起きているか、何をお願いするかを書いてください。
escalate-go = エスカレーションを提出
field-summary = 問題の説明
lane-management = ご不満への対応
lane-management-hint = 要望を書くと、お電話の担当と期限を約束します。要望はお客様にも表示します。
field-outcome = お客様の要望
field-caller = お電話の担当
field-by = お電話の期限
lane-engineering = 開発部門への依頼
lane-engineering-hint = 社内だけに表示します。不具合の内容、再現手順、確認済みのことを書いてください。
field-defect = 不具合の内容
field-tracker = 不具合管理の番号
escalation-engineering = 開発部門への依頼
escalation-staff-only = 社内だけに表示しています。
escalation-call-title = お客様へお電話
field-called-text = お電話で合意したこと（お客様にも表示します）
escalation-call-go = お電話を記録
escalation-move = 段階を変更
field-step = 変更後の段階
field-step-text = お客様へのお知らせ
escalation-step-hint = 解決の確認を依頼するとき、解決とするとき、前の段階に戻すときは必ず書いてください。
escalation-move-go = 段階を変更
escalation-expect = 解決予定を変更
field-expected-on = 解決予定日
escalation-expect-hint = お客様には、保証ではないことを添えて表示します。空欄にすると未定になります。
field-expected-reason = 変更の理由（お客様に表示します）
escalation-expect-go = 解決予定を知らせる
escalation-lanes = 要望と依頼内容を変更
escalation-lanes-go = 変更を保存
wrong-past = 「{ $field }」には、これからの日時を入力してください。
refused-escalated-already = エスカレーションはすでに進行中です。最新の画面を開き、進行中のエスカレーションに追記してください。
refused-not-escalated = 進行中のエスカレーションがありません。最新の画面を開いてください。

# メール。
occasion-escalated = エスカレーションの開始
occasion-escalation-submitted = エスカレーションの提出
occasion-escalation-moved = エスカレーションの進展
occasion-callback-owed = お電話の依頼
occasion-callback-missed = お電話の期限超過

# デスクファイルの検査。
desk-problem-asks-nothing-what = 解決の確認の段階に、お客様に解決したかを尋ねるステータスがありません{ $status ->
    [none] {""}
   *[other] （「{ $status }」は尋ねません）
}。
desk-problem-asks-nothing-remedy = statusに、asks_solution = trueのステータスを書いてください。

# だれが、何をもとに対応するか。
inbox-confirm = お客様へ確認
inbox-queue = チームへのエスカレーション
evidence-title = 引き渡す情報
evidence-missing = 不足している情報（このままでも提出できます）
evidence-environment = 発生している環境
evidence-record = ログや画面などの記録（添付ファイル）
evidence-records = 記録
evidence-broken = 期限を過ぎた約束
evidence-receipt = 期限の計算を見る
evidence-none = 質問の回答や記録はありません。
field-queue = 依頼先のチーム
queue-hint = 依頼先の一覧に表示されます。ケースの担当者とチームは変わりません。
queue-none = 指定しない
queue-load = { $team }（エスカレーション{ $waiting }件、未クローズ{ $open }件{ $hours ->
    [none] {""}
   *[other] 、{ $hours }
}）
escalation-finish = 開発部門の対応を終了
escalation-finish-hint = 社内だけに表示します。何を直し、お客様に何を確認してほしいかを書いてください。
escalation-finish-go = 担当者に戻す
field-finished-text = 対応の結果
escalation-to-confirm = お客様へ確認
escalation-finished-hint = 開発部門の対応が終わりました。お客様に解決の確認を依頼してください。
escalation-confirm-go = 解決の確認を依頼
escalation-return = サポートに差し戻す
escalation-return-hint = お客様にも表示します。理由と、次に必要なことを書いてください。
escalation-return-go = 差し戻す
field-returned-text = 差し戻しの理由
escalation-returned-why = サポートに戻った理由
escalation-returned-to = 現在：{ $turn }
did-finish-escalation = 開発部門の対応を終え、お客様への確認を担当者に依頼しました
did-queue-escalation = エスカレーションを「{ $team }」に依頼しました
refused-not-with-engineering = 開発部門の対応はすでに終わっています。最新の画面を開き、お客様に解決の確認を依頼してください。
occasion-escalation-queued = エスカレーションの依頼（チーム宛て）
occasion-escalation-back = エスカレーションの引き取り
field-confirm-text = お客様に確認してほしいこと
inbox-suggested = エスカレーションの検討
escalation-day-passed = 予定日超過
escalation-day-passed-text = この日を過ぎています。今後の見通しは、こちらでお知らせします。
did-suggest-escalation = サポート責任者にエスカレーションの検討を依頼しました（{ $ground }）
did-pass-expected-day = 解決予定の{ $day }を過ぎましたが、新しい予定はまだお知らせしていません
did-suggest-incident = { $companies }社の同様の問い合わせ（{ $cases }件）について、インシデントの可能性の確認をサポート責任者に依頼しました
occasion-escalation-suggested = エスカレーションの検討
occasion-expected-day-passed = 解決予定日の超過
occasion-incident-suggested = インシデントの可能性
did-suggest-managed-incident = 最も重大なケースで、プランにインシデント管理が含まれるため、サポート責任者に宣言の検討を依頼しました
