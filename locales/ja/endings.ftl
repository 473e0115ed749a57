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
desk-what-kind-state = 検討状況
desk-what-not-covered = サポートの対象外の項目
desk-what-question = アンケートの質問

# 解決策への回答。
field-happened = どの手順で、何が起きましたか
field-tried = ほかに試したこと
more-help-send = 回答して対応の続きを依頼
more-help-happened = 起きたこと
more-help-tried = 試したこと
did-ask-more-help = 引き続きの対応を依頼しました

# 再オープンと続きのケース。
reopen-decline = 再オープンを見送る
reopen-decline-reason = 見送る理由（お客様に表示されます）
did-decline-reopening = 再オープンを見送りました
no-reply-declined = 再オープンの依頼は見送りました。理由は経過をご確認ください。続きがある場合は、新しいケースを開いてください。
refused-reopening-declined = 再オープンの依頼は見送られています。経過で理由を確認し、続きがある場合は新しいケースを開いてください。
refused-no-reopening = 再オープンの依頼はすでに処理されたか、取り下げられています。最新の画面を開いてください。
continues-note = ケース{ $number }の続きとして開きます。開くと、2つのケースが互いにリンクされます。
continues-link = ケース{ $number }の続きです
following-link = 続きのケース：{ $number }
field-continues = 続きのもとになるケース

# 対象外。
redirect-title = サポートの対象外としてクローズ
redirect-note = お客様には、選んだ項目の相談先が表示され、メールでも届きます。
field-matter = 対象外の項目
redirect-text = お客様への補足
redirect-go = 相談先を案内してクローズ
did-redirect = サポートの対象外（{ $matter }）としてクローズしました：{ $status }
not-covered-title = サポートの対象外と相談先

# 要望の検討状況。
kind-state-title = 検討状況
kind-state-set = 検討状況を知らせる
kind-state-text = お客様への説明
kind-state-go = お客様に知らせる
field-kind-state = 検討状況
did-set-kind-state = 検討状況が「{ $state }」になりました

# アンケート。
survey-title = サポートについてのアンケート
survey-lead = このケースの対応について、ご意見をお聞かせください。1分ほどで回答できます。
survey-thanks = 回答ありがとうございました。いただいたご意見は、サポートの改善に役立てます。
survey-not-asked = このケースのアンケートは、現在受け付けていません。ケースがクローズしてから一定の期間、ケースに返信できる方が回答できます。
survey-missing = 「{ $question }」の回答を選択してください。
survey-comment = ご意見・ご要望
survey-contact = 回答の内容について、サポートからの連絡を希望する
survey-contact-given = サポートからの連絡を希望しています
survey-once = 回答は1回だけ送信できます。回答した人の名前と内容は、サポートの担当者だけが確認します。
survey-send = 回答を送信
survey-back = ケースに戻る
survey-yours = お送りいただいた回答
survey-ask-title = 対応はいかがでしたか
survey-ask = アンケートにご協力ください。1分ほどで回答できます。
survey-go = アンケートに回答
survey-thanked = アンケートは回答済みです。ありがとうございました。
survey-see = 回答を見る
survey-result = アンケートの回答
did-give-survey = アンケートに回答しました
refused-no-survey = このケースのアンケートは、現在受け付けていません。ケースの画面で状況をご確認ください。
refused-survey-given = このケースのアンケートは、すでに回答されています。ありがとうございました。
surveys-title = アンケート
surveys-lead = クローズしたケースについて、お客様から届いた評価です。
surveys-none = 回答はまだありません
surveys-none-text = ケースがクローズするとお客様にアンケートをお願いします。回答が届くと、ここに表示されます。
surveys-period = 直近{ $number }日の集計
surveys-summed = 回答{ $number }件
survey-question = 質問
survey-share = 満足の割合
survey-content = { $number }%
surveys-given = 届いた回答
survey-case = ケース
survey-answers = 回答
survey-comment-column = ご意見
survey-at = 回答日時
surveys-tabs = アンケートの種類
surveys-of-cases = ケース
surveys-of-sessions = サポートセッション
surveys-session-lead = サポートセッションを終えたお客様から届いた評価です。
surveys-session-none-text = お客様がセッションを退出すると、アンケートをお願いします。回答が届くと、ここに表示されます。
surveys-session = セッション
surveys-session-host = 主担当
surveys-session-case = ケース{ $number } { $subject }
surveys-next = 以前の回答を表示
occasion-survey-asked = アンケートのお願い
occasion-survey-given = アンケートの回答
occasion-reopening-declined = 再オープンの見送り
occasion-kind-state-set = 検討状況のお知らせ

# エスカレーションの依頼。
escalation-title = エスカレーションを依頼
escalation-support-manager = サポート責任者
escalation-success-manager = カスタマーサクセスマネージャー
field-addressee = 依頼先
field-escalation-reason = ご不満や、急ぐ理由
escalation-go = エスカレーションを依頼
escalation-waits = { $to }へのエスカレーションを依頼済みです。内容を確認し、このケースで回答します。
escalation-asked = お客様が{ $to }へのエスカレーションを依頼しています
field-escalation-text = エスカレーションへの回答（お客様に届きます）
escalation-answer = 依頼に回答
did-ask-escalation = { $to }へのエスカレーションを依頼しました
did-answer-escalation = エスカレーションの依頼に回答しました
inbox-reopening = 再オープンの依頼
inbox-escalation = エスカレーションの依頼
inbox-asked-of-me = あなたへのエスカレーションの依頼
occasion-escalation-asked = エスカレーションの依頼
refused-escalation-already = エスカレーションは依頼済みです。サポートからの回答をお待ちください。
refused-no-escalation = エスカレーションの依頼は、すでに回答されています。最新の画面を開いてください。
