# サポートセッション。

sessions-title = サポートセッション
sessions-lead = お客様とその場で話しながら、問題を解決します。
sessions-offers = 引き継ぎの依頼
sessions-running = 進行中のセッション
session-calls = あなたの対応を待っているサポートセッションが{ $number }件あります。
session-calls-open = 開く
sessions-none = 進行中のセッションはありません。
session-title = サポートセッション
session-of-number = セッション { $number }
session-number = セッション番号
session-passcode = パスコード
session-start-title = セッションを開始
session-start = 開始
session-case = ケース番号
session-case-hint = ケースについてのセッションは、ケースの経過に残ります。
session-start-invite = お客様をすぐに招待
session-start-invite-hint = チェックを外した場合も、後からセッションの中で招待できます。
session-start-email-hint = 空欄の場合は、ケースの連絡先のアドレスを使います。
session-start-no-address = メールアドレスを確認してください。後で招待する場合は「お客様をすぐに招待」のチェックを外してください。
session-no-such-case = このケース番号は見つかりません。番号を確認してください。
session-mode = 進め方
session-mode-single = 一度に1つのセッション
session-mode-multi = 複数のセッションをタブで切り替え
session-assist-title = セッションを支援
session-assist-hint = 主担当から聞いた9桁の番号です。
session-assist = 支援担当として参加
session-assist-wrong = この番号で進行中のセッションはありません。主担当に番号を確認してください。
session-since = 開始
session-state = 状態
session-yours = 参加中
session-customers-title = お客様
session-customers = お客様{ $number }名
session-state-open = 進行中
session-state-transferring = 引き継ぎ中
session-state-host-lost = 主担当を待っています
session-state-ended = 終了

# 引き継ぎの受け付け。
acd-title = 引き継ぎの受け付け
acd-hint = 「受け付ける」の間、担当するキューへの引き継ぎの依頼が届きます。
acd-set = 変更
acd-available = 受け付ける
acd-busy = 対応中
acd-away = 離席中

# 参加する。
session-join-title = セッションに参加
session-join-lead = 担当者から聞いたセッション番号とパスコードを入力してください。アカウントは必要ありません。
session-join-link-lead = 担当者に表示する名前を入力してください。アカウントは必要ありません。
session-number-hint = 9桁の数字です。空白があってもかまいません。
session-passcode-hint = 6桁の数字です。
session-your-name = お名前
session-your-name-hint = セッションの参加者に表示されます。
session-join-go = 参加
session-join-by-number = セッション番号で参加
session-join-again = もう一度参加
session-wrong-number = 番号またはパスコードが違うか、この番号では現在参加できません。担当者に確認するか、新しいパスコードを聞いてください。
session-wrong-link = このリンクは使えません。セッションが終了した可能性があります。担当者に新しいリンクを依頼してください。
session-link-in-use = このリンクは別の画面で使用中です。その画面を続けて使うか、担当者に新しいリンクを依頼してください。

# 部屋の中。
session-people = 参加者
session-you = （あなた）
session-you-are = あなたの役割：{ $role }
session-role-host = 主担当
session-role-agent = 担当者
session-role-assistant = 支援担当
session-role-former-host = 前の主担当
session-role-customer = お客様
session-role-selected = 対応中のお客様
session-role-waiting = 参加待ち
session-away = 接続が切れています
session-chat = チャット
session-say-label = メッセージ
session-say = 送信
session-chat-closed = チャットは終了しました。主担当が再開できます。
session-chat-reopens = 送信すると、チャットを再開します。
session-waiting = 担当者が参加を許可するまで、このままお待ちください。
session-served = { $host }が対応しています。
session-served-later = { $host }は、いま別のお客様に対応しています。会話はここで読めます。
session-transferring = 別の担当者に引き継いでいます。このままお待ちください。
session-transferring-staff = 引き継ぎ先の応答を待っています。
session-host-lost = 担当者との接続が切れました。再接続するか、別の担当者が参加するまで、このままお待ちください。
session-host-lost-staff = 主担当がいません。参加した担当者が主担当になります。
session-come-back = ページを閉じたり再読み込みしたりしても、しばらくの間は同じ席に戻れます。
session-no-script = この画面は{ $number }秒ごとに更新されます。メッセージなどの入力には、更新されない入力用の画面をご利用ください。
session-write = 入力用の画面を開く
session-writes = 入力中の内容が消えないように、この画面は更新されません。5分以内に送信するか、元の画面に戻ってください。
session-writes-back = 元の画面に戻る
session-refresh = 更新
session-leave = 退出
session-select = この方に対応
session-admit = 参加を許可
session-turn-away = 断る
session-remove = 退出させる
session-door = 参加のための番号
session-passcode-new = 新しいパスコードを表示
session-passcode-none = なし
session-number-known = 退出させた人は、この番号とパスコードでまた参加できます。参加させない場合は、新しいパスコードを表示してください。
session-number-closed = パスコードの間違いが続いたため、番号での参加を止めています。新しいパスコードを表示すると再開します。招待リンクでの参加はできます。
session-tabs = 自分のセッション
session-tab-news = 新着{ $number }件
session-offered = このセッションの引き継ぎを依頼されています。
session-waits = このセッションには主担当がいません。引き継ぐと、あなたが主担当になります。
session-empty = お客様がいません。{ $at }までに参加がない場合は、セッションを終了します。
session-accept = 引き継ぐ
session-decline = 引き継がない
session-lasted = 所要時間：{ $span }
session-over-title = セッションに参加していません
session-over-lead = セッションが終了したか、退出しています。続けるには、担当者に番号または新しいリンクを依頼してください。

# 招待する。
session-invite = お客様を招待
session-invite-email = メールアドレス
session-invite-way = 招待の方法
session-way-own-mail = 自分のメールプログラムから送る
session-way-mail = サポート窓口から送る
session-way-link = リンクを作る
session-invite-go = 招待
session-invite-agents = 担当者は、サインインして番号 { $number } で参加できます。
session-invite-no-address = メールアドレスを確認してください。リンクだけを作る場合は「リンクを作る」を選択してください。
session-invitation = 招待
session-invitation-sent = 招待メールを送りました。
session-open-mail = メールプログラムを開く
session-link = 招待リンク
session-link-hint = 1人のお客様のためのリンクです。チャットなどで送れます。
session-mail-subject = { $vendor } サポートセッションへのご招待
session-mail-body =
    { $vendor }のサポートです。サポートセッションにご招待します。

    次のリンクを開き、お名前を入力してください。インストールやアカウントは不要です。
    { $link }

    リンクを開けない場合は、次のページで番号とパスコードを入力してください。
    { $page }
    セッション番号：{ $number }
    パスコード：{ $passcode }

# 権限と引き継ぎ。
session-pass = 操作権限をわたす
session-return = 操作権限を戻す
session-transfer = セッション転送
session-end = 終了
session-step-back = 戻る
session-ends-share = { $name }の画面共有が終了します。
session-ends-files = 送信中のファイル{ $number }件の送信を中止します。
session-ends-cameras = カメラの映像が終了します。
session-ends-recording = 録画が終了します。ここまでの録画は残ります。
session-ends-recording-anew = 録画はいったん終了し、新しい主担当のもとで改めて始まります。
session-ends-call = 通話が終了します。
session-keeps-call = 通話は続きます。
session-may-keep-call = 新しい主担当の端末で音声を使えるときは、通話が続きます。使えないときは終了します。
session-ends-consents = お客様の許可は無効になります。新しい主担当が改めてお願いします。
session-ends-chat = 進行中のチャットは終了します。新しい主担当が再開でき、会話の内容は残ります。
session-may-stay = あなたはセッションに残り、会話に参加できます。退出はできますが、終了はできません。
session-gets-back = 新しい主担当は、いつでも操作権限をあなたに戻せます。
session-you-leave = あなたはセッションから自動的に退出します。
session-they-stay = お客様はそのまま待ちます。応答がない場合は、窓口の予備のキューに引き継ぎます。
session-they-wait = お客様はそのまま待ちます。応答がない場合は、次に参加した担当者が引き継ぎます。
session-all-leave = 参加者は全員退出します。
session-is-kept = 参加者と会話の内容は記録に残ります。
session-pass-title = 操作権限をわたす
session-pass-lead = セッションを進める役割を、支援担当にわたします。
session-pass-go = わたす
session-pass-to = わたす相手
session-pass-nobody = わたせる支援担当がいません。支援担当に、セッション番号で参加するよう依頼してください。
session-return-title = 操作権限を戻す
session-return-lead = セッションを進める役割を、前の主担当に戻します。
session-return-go = 戻す
session-return-to = 戻す相手：{ $name }
session-transfer-title = セッション転送
session-transfer-lead = 1つのキュー、または1人以上の担当者に、セッションを引き継ぎます。
session-transfer-go = 転送
session-transfer-queue = キュー
session-transfer-no-queue = キューを使わない
session-queue-free = 受け付け中{ $number }名
session-transfer-agents = 担当者
session-transfer-nobody = いま引き継げる担当者がいません。キューを選択してください。
session-transfer-message = 引き継ぎ先へのメッセージ
session-transfer-message-hint = { $most }文字まで。お客様には表示されません。
session-transfer-count = { "{n}" }/{ $most }文字
session-transfer-over = メッセージが{ $most }文字を超えています。短くしてください。
session-end-title = セッションを終了
session-end-lead = このセッションを終了します。
session-end-go = 終了

# 起きたこと。
session-did-start = { $name }がセッションを開始しました
session-did-join = { $name }が参加しました
session-did-leave = { $name }が退出しました
session-did-lose = { $name }の接続が切れ、席を空けました
session-did-remove = 主担当が{ $name }を退出させました
session-did-hand-on = { $name }がセッションを転送し、退出しました
session-did-select = { $name }に対応しています
session-did-pass = 操作権限が{ $name }に移りました
session-did-return = 操作権限が{ $name }に戻りました
session-did-accept = { $name }がセッションを引き継ぎました
session-did-take-over = { $name }が主担当になりました
session-did-end-chat = チャットが終了しました
session-did-lose-host = 主担当の接続が切れました
session-did-pass-on = 応答がなかったため、予備のキューに引き継ぎを依頼しました
session-ended-by-host = 主担当がセッションを終了しました。
session-ended-host-lost = 主担当の接続が切れたため、セッションを終了しました。
session-ended-unanswered = 引き継ぐ担当者がいなかったため、セッションを終了しました。
session-ended-empty = お客様が退出したため、セッションを終了しました。

# ケースの中。
session-of-case = サポートセッション
session-start-for-case = セッションを開始
session-case-line = { $at }から{ $span }、参加者：{ $who }
session-case-running = { $at }から進行中、参加者：{ $who }
session-transcript = 会話の記録

# できない理由。
session-no-not-allowed = この操作はできません。
session-no-ended = セッションは終了しています。新しいセッションを開始してください。
session-no-host-only = この操作は主担当だけができます。主担当に依頼してください。
session-no-host = いま主担当がいません。担当者が参加するまでお待ちください。
session-no-host-stays = 主担当は退出できません。操作権限をわたすか、転送するか、終了してください。
session-no-one-at-a-time = 進行中のセッションがあります。終了してから新しく開始してください。
session-no-full = 参加できるお客様は{ $number }名までです。担当者に連絡してください。
session-no-number-closed = 番号での参加を止めています。担当者に新しいパスコードを聞いてください。
session-no-name = お名前を入力してください。
session-no-participant = この参加者は、いまセッションにいません。参加者の一覧を確認してください。
session-no-already = すでにその状態です。画面を更新してください。
session-no-not-selected = 対応中のお客様だけができます。主担当に依頼してください。
session-no-consent = お客様の同意がありません。同意を得てから行ってください。
session-no-nothing-on = 対象の操作は終了しています。画面を更新してください。
session-no-voice = この端末では音声を使えません。別の端末で参加してください。
session-no-recording = このサポート窓口では録画できません。
session-no-text = メッセージを入力してください。
session-no-too-long = 文字数（{ $given }）が上限の{ $most }を超えています。短くしてください。
session-no-former = 操作権限を戻す相手がいません。別の支援担当にわたしてください。
session-no-not-acd = 転送できるのは、キューを担当する担当者だけです。操作権限を支援担当にわたしてください。
session-no-queue-or-agents = キューを1つ選択するか、担当者を1人以上選択してください。両方は選択できません。
session-no-target = 選択した引き継ぎ先は、いま引き継げません。別の引き継ぎ先を選択してください。
session-no-offer = この引き継ぎの依頼は、ほかの担当者が応答したか、取り消されています。

# ケースの経過の中。
did-hold-session = サポートセッションを行いました
does-hold-session = サポートセッションを行っています
session-during = { $from }〜{ $until }
session-during-open = { $from }から
session-deed-led = { $name }が主担当を務めました
session-deed-shared-desktop = { $name }が画面全体を共有しました
session-deed-shared-window = { $name }がウィンドウを共有しました
session-deed-shared-tab = { $name }がブラウザーのタブを共有しました
session-deed-pointed = { $name }が共有画面を指し示しました
session-deed-camera = { $name }がカメラを使いました
session-deed-spoke = { $name }が通話に参加しました
session-deed-recorded = 録画しました
session-deed-file = { $name }が{ $to }にファイル { $file }（{ $size }）を送りました
session-deed-file-open = { $name }が{ $to }にファイル { $file }（{ $size }）を送っています
session-deed-file-stopped = { $name }から{ $to }へのファイル { $file }（{ $size }）は送られませんでした
session-did-invite-agent = { $name }に参加を依頼しました
session-did-record = ここから録画しています
session-did-end-recording = 録画が終了しました
session-did-fail-recording = 録画を続けられなくなり、停止しました

# 担当者への依頼。
sessions-invitations = 参加の依頼
session-asked-you = 主担当から、このセッションへの参加を依頼されています。
session-invite-agent = 担当者に参加を依頼
session-invite-agent-hint = 依頼された担当者は、サポートセッションのページから番号なしで参加できます。
session-invite-agent-way = 知らせる方法
session-way-page = メールを送らず、画面だけで知らせる
session-agent-link-hint = サインインした担当者だけが使えます。
session-agent-mail-subject = サポートセッション { $number } への参加のご依頼
session-agent-mail-body =
    { $host }さんから、サポートセッション { $number } への参加を依頼されています。

    次のページを開き、サインインして参加してください。
    { $link }
session-agent = 担当者
session-no-agents = 依頼できる担当者がいません。
session-agents-asked = 依頼済み（未参加）：{ $names }

# 応答がなかったとき。
session-unanswered-open = 転送したセッション { $number } には応答がありませんでした。現在は{ $host }が主担当です。
session-unanswered-passed-on = 転送したセッション { $number } には応答がありませんでした。予備のキューに引き継ぎを依頼しています。
session-unanswered-waits = 転送したセッション { $number } には応答がありませんでした。お客様が待っています。次に参加した担当者が主担当になります。
session-unanswered-ended = 転送したセッション { $number } には応答がありませんでした。セッションは終了しました。
session-unanswered-seen = 確認しました
mail-unanswered-subject = セッション { $number } の転送に応答がありません
mail-unanswered-passed-on = 転送されたセッション { $number } は、誰も引き継ぎませんでした。予備のキューに引き継ぎを依頼し、お客様が待っています。
mail-unanswered-waits = 転送されたセッション { $number } は、誰も引き継ぎませんでした。お客様が待っています。次に参加した担当者が主担当になります。
mail-unanswered-assistant = 転送されたセッション { $number } は、誰も引き継ぎませんでした。参加していた支援担当が主担当になりました。

# アンケート。
session-survey-lead = このセッションについて、ご意見をお聞かせください。1分ほどで回答できます。
session-survey-not-asked = このセッションのアンケートは、現在受け付けていません。
session-survey-too-long = ご意見は{ $number }文字以内で入力してください。
session-survey-by = { $name }の回答

# お客様の同意の対象。
session-thing-screen = 画面
session-thing-pointer = ポインター
session-thing-camera = カメラ
session-thing-voice = 音声
session-thing-recording = 録画

# 録画。
recording-watch = 録画を見る
recording-title = サポートセッションの録画
recording-archive = すべてをダウンロード（tar）
recording-play = 再生
recording-pause = 一時停止
recording-back = 10秒戻る
recording-ahead = 10秒進む
recording-seek = 再生位置
recording-speed = 再生速度
recording-keys = キー操作：スペースで再生と一時停止、左右の矢印で5秒ずつ移動します。
recording-marks = 起きたこと
recording-damaged = 途中で終わっています
recording-kept = { $until }まで保存します。
recording-erase = 録画を消去
recording-erase-lead = 録画は誰も見られなくなり、元に戻せません。録画したことと消去したことは記録に残ります。
recording-track-screen = { $name }の画面（{ $at }から）
recording-track-screen-sound = { $name }の画面の音声（{ $at }から）
recording-track-camera = { $name }のカメラ（{ $at }から）
recording-track-voice = { $name }の音声（{ $at }から）

# ファイル。
session-files = ファイル
session-file-who = { $from } → { $to }
session-file-send = { $name }にファイルを送る
session-file-limit = { $size }まで。接続が切れても、続きから送ります。
session-file-accept = 受け取る
session-file-decline = 受け取らない
session-file-stop = 取り消す
session-file-stopped = 送られませんでした
session-file-arriving = 送信中
session-file-yours = 受け取りを待っています
session-file-waits = 相手の受け取りを待っています
session-did-offer-file = { $name }がファイルを送ろうとしています：{ $file }
session-did-send-file = ファイルを送りました：{ $file }
session-did-stop-file = ファイルは送られませんでした：{ $file }
session-did-refuse-file = 有害な内容が見つかったため、ファイルは送られませんでした：{ $file }
session-recorded = このセッションは録画中です。お客様については、同意された内容だけを録画します。ケースを見られる人が視聴できます。
session-record = 録画を開始
session-record-hint = 先にお客様の同意が必要です。同意していない人の画面や音声は録画しません。
session-record-stop = 録画を停止
session-recording-failed = 録画を続けられなくなり、停止しました。もう一度開始してもすぐに停止する場合は、管理者に連絡してください。
