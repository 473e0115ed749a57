# セッションの画面・カメラ・音声と、お客様の同意。

stage-title = 画面・カメラ・音声
stage-asks = 担当者からの確認
stage-connecting = 画面と音声の接続を準備しています…
stage-on = 画面と音声の接続：良好
stage-again = 画面と音声の接続が切れました。自動で再接続しています…
stage-blocked = 画面と音声に接続できません。再接続を続けています。続く場合は、別のネットワークを使用するか、ネットワークの管理者に相談してください。チャットは使用できます。
stage-elsewhere = この席は別の画面で使用中です。この画面で続けるには、ページを再読み込みしてください。
stage-over = 画面と音声の接続は終了しました。
stage-offline = この端末からの送信は止めました。接続が戻りしだい、取り消しを窓口に伝えます。
stage-held = 録画に入らないように、この端末からの送信を止めています。取り消しが窓口に伝わると、送信を再開します。
stage-unheard = 印の表示を止めました。接続が戻りしだい、取り消しを窓口に伝えます。
stage-again-screen = ページを読み込み直したため、画面の共有は終了しました。続けるには、下のボタンを押してください。
stage-again-go = 画面をもう一度共有する
stage-reload-hint = このページを再読み込みしたり閉じたりすると、画面の共有は終了します。

# 操作。
stage-share = 画面を共有
stage-stop-share = 画面の共有を停止
stage-stop-theirs = お客様の画面の共有を終了
stage-camera = カメラをオン
stage-stop-camera = カメラをオフ
stage-call = 通話に参加
stage-start-call = 通話を開始
stage-hang-up = 通話から退出
stage-end-call = 通話を終了
stage-pointer = 画面を指し示す
stage-stop-pointer = 指し示すのを終了
stage-grant = 許可する
stage-mute = マイクをミュート
stage-unmute = ミュートを解除
stage-larger = 全画面で表示
stage-sound = 音声を再生
stage-you-share = あなたの画面を参加者全員に共有しています。
stage-shares = { $name }の画面を共有しています。
stage-tile-screen = { "{name}" }の画面
stage-tile-camera = { "{name}" }のカメラ
stage-tile-own-screen = あなたが共有している画面
stage-tile-own-camera = あなたのカメラ
stage-tile-waits = 映像を待っています…
stage-point-help = 共有画面。クリックか矢印キーで指し示し、ドラッグかShiftキーと矢印キーで線を引きます。

stage-customer-hint = オンにしたものは、参加者全員に見えるか聞こえます。いつでも停止でき、停止すると許可も取り消されます。

# 同意。
stage-thing-screen = 画面の表示
stage-thing-pointer = 画面の指し示しと書き込み
stage-thing-camera = カメラ
stage-thing-voice = 音声
stage-thing-recording = 録画
stage-ask-screen = あなたの画面を見ることを許可しますか？
stage-ask-pointer = 共有中の画面を指し示し、書き込むことを許可しますか？
stage-ask-camera = あなたのカメラの映像を見ることを許可しますか？
stage-ask-voice = あなたの声を聞くことを許可しますか？
stage-ask-recording = あなたの画面・映像・音声を録画することを許可しますか？
stage-means-screen = 次の画面で選んだものだけが、参加者全員に見えます。いつでも停止できます。
stage-means-pointer = 印が表示されるだけで、あなたの端末は操作されません。いつでも取り消せます。
stage-means-camera = 参加者全員に見えます。いつでも停止できます。
stage-means-voice = 通話の参加者に聞こえます。いつでも停止できます。
stage-means-recording = 許可している間だけ録画し、このケースを見られる人が見られます。いつでも取り消せます。
stage-purpose = 目的：{ $purpose }
stage-silence = 30秒以内に返答がない場合は、許可しないものとして扱います。
stage-yes = 許可する
stage-yes-screen = 許可して画面を選ぶ
stage-no = 許可しない
stage-agreed = 許可していること
stage-withdraw = 取り消す
stage-waits = { $name }の返答を待っています：{ $thing }
stage-ask = お客様に許可を依頼
stage-ask-of = { $name }に依頼します。
stage-ask-whom = 依頼先
stage-ask-thing = 許可してほしいこと
stage-ask-purpose = 目的
stage-ask-purpose-hint = お客様に表示されます。
stage-ask-purpose-preset = 問題を確認するため
stage-ask-go = 依頼

# 使えない理由。
stage-no-secure = この接続（http）では、画面・カメラ・マイクを使えません。https:// で始まるアドレスで開いてください。
stage-no-devices = このブラウザーは画面と音声に対応していません。最新のChrome、Edge、Firefox、Safariで開いてください。
stage-no-screen = この端末のブラウザーは画面の共有に対応していません。画面を共有するには、パソコンで参加してください。
stage-denied-screen = 画面が選択されなかったか、ブラウザーが共有を許可していません。もう一度選択するか、ブラウザーとOSの設定で画面の共有を許可してください。
stage-denied-camera = カメラの使用が許可されていません。アドレス欄の横のアイコンからカメラを許可し、もう一度行ってください。
stage-denied-microphone = マイクの使用が許可されていません。アドレス欄の横のアイコンからマイクを許可し、もう一度行ってください。
stage-none-screen = 共有できる画面が見つかりません。別のブラウザーか端末で行ってください。
stage-none-camera = カメラが見つかりません。カメラを接続してから、もう一度行ってください。
stage-none-microphone = マイクが見つかりません。マイクを接続してから、もう一度行ってください。
stage-busy = 機器をほかのアプリが使用しています。そのアプリを終了してから、もう一度行ってください。
stage-failed = 開始できませんでした。接続を確認し、もう一度行ってください。

# 参加する前。
devices-title = カメラとマイクの確認
devices-hint = 参加する前に確認できます。映像と音声は、この端末の外に送られません。参加しても、あなたが許可するまで何も共有されません。
devices-hint-staff = セッションの前に確認できます。映像と音声は、この端末の外に送られません。
devices-go = 確認する
devices-stop = 確認を終える
devices-camera-works = カメラは使えます。
devices-microphone-works = マイクは使えます。話すと、メーターが動きます。
devices-level = マイクの音量
devices-picture = カメラの映像
join-recorded = このセッションは録画されます。
join-agrees = 自分の画面・映像・音声の録画に同意する
join-agrees-hint = 同意しなくても参加できます。その場合、あなたのものは録画されません。同意は、いつでも取り消せます。

# 起きたこと。
session-did-ask = { $name }に許可を依頼しました：{ $thing }
session-did-grant = { $name }が許可しました：{ $thing }
session-did-deny = { $name }は許可しませんでした：{ $thing }
session-did-not-answer = { $name }の返答がありませんでした：{ $thing }
session-did-withdraw = { $name }が許可を取り消しました：{ $thing }
session-did-share = { $name }が画面の共有を開始しました
session-did-end-share = { $name }の画面の共有が終了しました
session-did-end-share-selected = 別のお客様への対応に移ったため、{ $name }の画面の共有が終了しました
session-did-end-share-passed = 主担当が替わったため、{ $name }の画面の共有が終了しました
session-did-point = { $name }が共有画面を指し示しています
session-did-start-camera = { $name }がカメラをオンにしました
session-did-end-camera = { $name }のカメラがオフになりました
session-did-call = { $name }が通話を開始しました
session-did-join-call = { $name }が通話に参加しました
session-did-leave-call = { $name }が通話から退出しました
session-did-end-call = 通話が終了しました
session-did-end-call-no-voice = 新しい主担当の端末で音声を使えないため、通話が終了しました
