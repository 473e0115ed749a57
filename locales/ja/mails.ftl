# メールの画面（運用管理者）と、デモで捕まえたメール。
caught-title = 捕まえたメール
caught-lead = デモではメールを外へ送らず、ここに集めます。新しい順です。
caught-none = まだメールはありません。ケースを登録するか、回答すると届きます。
caught-waiting = まもなく送信するメールが{ $number }通あります。続けて書かれた内容は1通にまとめます。
caught-to = 宛先：{ $to }
caught-html = HTML形式を開く
caught-from-demo = 送ったメールを見る
mails-title = メール
mails-lead = 送信待ちのメールと、届かなかったメールです。
mails-off = メールを送る設定がありません。serve の --smtp-url、--mail-from、--public-url を指定して起動すると、ケースの動きをメールで知らせます。
mails-waiting = 送信待ち
mails-waiting-none = 送信待ちのメールはありません。
mails-given-up = 届かなかったメール
mails-given-up-none = 届かなかったメールはありません。
mails-case = ケース
mails-to = 宛先
mails-about = 内容
mails-when = 次の送信
mails-tries = 試行回数
mails-error = 理由
mails-again = もう一度送る
mails-all-again = すべてもう一度送る
mails-all-revived = { $number }通のメールを、もう一度送ります。
mails-revived = もう一度送ります。
mails-texts = 文面
mails-texts-lead = 言語ごとに文面を変えられます。変えていないものは標準の文面で送ります。サポートセッションの担当者へのお知らせは、標準の文面だけです。
mails-text-own = 標準
mails-text-changed = 変更済み
mails-text-title = メールの文面：{ $occasion }（{ $language }）
mails-text-lead = { "{{" } case.number { "}}" } のように書くと、送るときに内容が入ります。
mail-severity-counts = 重大度が「{ $severity }」になりました。
mails-text-names = 使える名前：reader、company、vendor、case.number、case.subject、case.severity、case.status、case.turn、case.next、case.due、case.closes、case.state、case.escalation、case.conference、case.link、case.mute、messages（who、role、at、text）、survey（question、points）。まとまりとして { "{%" } include "messages" { "%}" }、include "state"、include "survey"、include "foot" も使えます。
mails-text-subject = 件名
mails-text-body = 本文
mails-text-save = 保存
mails-text-preview = プレビュー
mails-text-sample = 見本で作ったメール：{ $whose }
mails-text-lead-letter = { "{{" } vendor { "}}" } のように書くと、送るときに内容が入ります。お名前が分かるときは、宛名が自動で先頭に入ります。
mails-text-names-letter = 使える名前：{ $names }。
mails-text-needs = 本文に必要な名前：{ $names }。コードとリンクは、件名には使えません。
mails-text-lacks = この文面では送れません。本文に{ $name }が入らないため、受け取った方が内容を使えません。
mails-sample-letter = 受け取る方へ
mails-sample-name = 森 恵子
mails-sample-vendor = サポート窓口
mails-sample-reason = 貴社のカスタマーアドミンにご確認ください。
mails-sample-contact = ケースを開いた方へ
mails-sample-copy = アカウントのない宛先へ
mails-text-reset = 標準に戻す
mails-text-saved = 文面を保存しました。
mails-text-restored = 標準の文面に戻しました。
mails-text-wrong = この文面では送れません。{ $line }行目：{ $what }
mails-text-long = この文面は長すぎるか、処理が多すぎます。短くしてください。
mails-text-empty = 件名と本文を入力してください。
mails-back = メールに戻る
occasion-received = ケースの受付
occasion-assigned = 担当になったとき
occasion-mentioned = 社内メモで名前を呼ばれたとき
occasion-customer-updated = お客様の更新
occasion-answered = サポートの回答
occasion-reopened = 再オープン
occasion-merged = 統合
occasion-closed = クローズ
occasion-reopening-asked = 再オープンの依頼
occasion-severity-proposed = 重大度の提案
occasion-solution-proposed = 解決策の提示
occasion-information-needed = お客様への質問
occasion-warned = 期限が近いとき
occasion-broken = 期限を過ぎたとき
occasion-letter-join-link = アカウントの申請：アドレスの確認
occasion-letter-join-known = アカウントの申請：アカウントがあるとき
occasion-letter-join-asked = アカウントの申請：カスタマーアドミンへ
occasion-letter-join-granted = アカウントの申請：許可
occasion-letter-join-declined = アカウントの申請：不許可
occasion-letter-guest-link = アカウントのない方：アドレスの確認
occasion-letter-guest-known = アカウントのない方：アカウントがあるとき
occasion-letter-agent-added = 担当者の追加
occasion-letter-code = パスワードの設定：確認コード
occasion-letter-changed = パスワードの変更
occasion-letter-factor-set = 二段階認証の設定
occasion-letter-factor-replaced = 二段階認証：端末の変更
occasion-letter-factor-removed = 二段階認証の解除
occasion-letter-recovery = 回復用コードの使用
occasion-letter-token = APIトークンの作成
occasion-letter-pin = 電話用のPINの発行
occasion-letter-address-link = メールアドレスの変更：新しいアドレスの確認
occasion-letter-address-known = メールアドレスの変更：使われているとき
occasion-letter-address-due = メールアドレスの変更：これまでのアドレスへ
occasion-letter-address-stopped = メールアドレスの変更：取りやめ
occasion-letter-address-changed = メールアドレスの変更：完了
occasion-letter-address-failed = メールアドレスの変更：できなかったとき
occasion-letter-address-outside = メールアドレスの変更：社外のアドレス
occasion-letter-handover-offered = カスタマーアドミンの引き継ぎ：依頼
occasion-letter-handover-withdrawn = カスタマーアドミンの引き継ぎ：取り消し
occasion-letter-handover-declined = カスタマーアドミンの引き継ぎ：辞退
occasion-letter-handover-accepted = カスタマーアドミンの引き継ぎ：承諾
occasion-letter-reading = 通常と異なる閲覧
mail-dear-customer = { $name }様
mail-dear-agent = { $name }さん
mail-code-subject = 【確認コード】パスワードの設定｜{ $vendor }
mail-code-body =
    パスワードを設定するための確認コードです。パスワードの設定画面に入力してください。

    { $code }

    コードは{ $number }分間、1回だけ使えます。お心当たりがないときは、このメールを破棄してください。パスワードは変わりません。

    { $vendor }
mail-changed-subject = 【お知らせ】パスワードを変更しました｜{ $vendor }
mail-changed-body =
    パスワードを変更し、ほかの端末でのサインインをすべて終了しました。

    お心当たりがないときは、サインインの画面からパスワードを設定し直し、サポート窓口に連絡してください。

    { $vendor }

mail-handover-offered-subject = 【ご確認ください】カスタマーアドミンの引き継ぎ｜{ $vendor }
mail-handover-offered-body =
    { $name }さんから、カスタマーアドミンを引き継ぐよう依頼がありました。承諾すると、ケースを開ける連絡先などを決められるようになります。次のページで、承諾または辞退してください。

    { $link }
mail-handover-withdrawn-subject = 【お知らせ】カスタマーアドミンの引き継ぎの取り消し｜{ $vendor }
mail-handover-withdrawn-body =
    { $name }さんが、カスタマーアドミンの引き継ぎの依頼を取り消しました。お手続きは必要ありません。

    { $link }
mail-handover-declined-subject = 【お知らせ】カスタマーアドミンの引き継ぎの辞退｜{ $vendor }
mail-handover-declined-body =
    { $name }さんが、カスタマーアドミンの引き継ぎを辞退しました。カスタマーアドミンは、引き続きあなたです。

    { $link }
mail-handover-accepted-subject = 【お知らせ】カスタマーアドミンの交代｜{ $vendor }
mail-handover-accepted-body =
    { $name }さんが引き継ぎを承諾し、カスタマーアドミンになりました。あなたは、カスタマーアドミンではなくなりました。

    { $link }
mail-join-link-subject = 【確認】アカウントの申請｜{ $vendor }
mail-join-link-body =
    このアドレスで、{ $vendor }のサポートポータルのアカウントが申請されました。24時間以内に次のリンクを開き、続きを入力してください。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-join-known-subject = 【お知らせ】アカウントはすでにあります｜{ $vendor }
mail-join-known-body =
    このアドレスで、{ $vendor }のサポートポータルのアカウントが申請されましたが、アカウントはすでにあります。パスワードの設定は、次のページからできます。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-join-asked-subject = 【ご確認ください】アカウントの申請｜{ $vendor }
mail-join-asked-body =
    貴社のメールアドレスを確認できた人から、アカウントの申請がありました。次のページで、許可するかどうかを決めてください。

    { $link }
mail-join-granted-subject = 【お知らせ】アカウントを使えます｜{ $vendor }
mail-join-granted-body =
    申請いただいたアカウントが許可されました。次のページでメールアドレスを入力し、パスワードを設定してサインインしてください。

    { $link }
mail-join-declined-subject = 【お知らせ】アカウントの申請｜{ $vendor }
mail-join-declined-body =
    申請いただいたアカウントは、許可されませんでした。理由は次のとおりです。

    { $reason }
mail-guest-link-subject = 【確認】ケースを開く｜{ $vendor }
mail-guest-link-body =
    このアドレスで、{ $vendor }のケースを開く手続きが始まりました。24時間以内に次のリンクを開いてください。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-guest-known-subject = 【お知らせ】アカウントがあります｜{ $vendor }
mail-guest-known-body =
    このアドレスには、{ $vendor }のサポートポータルのアカウントがあります。次のページからサインインしてください。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-address-link-subject = 【確認】メールアドレスの変更｜{ $vendor }
mail-address-link-body =
    { $vendor }のサポートポータルで使うメールアドレスを、このアドレスに変更する依頼がありました。24時間以内に次のリンクを開き、変更を進めてください。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-address-known-subject = 【お知らせ】このアドレスはすでに使われています｜{ $vendor }
mail-address-known-body =
    { $vendor }のサポートポータルで使うメールアドレスを、このアドレスに変更する依頼がありましたが、このアドレスはすでに登録されているため、変更できません。このアドレスでは、次のページからサインインできます。

    { $link }

    お心当たりがないときは、何もする必要はありません。
mail-address-due-subject = 【ご確認ください】メールアドレスを変更します｜{ $vendor }
mail-address-due-body =
    サポートポータルで使うメールアドレスを変更する手続きがありました。{ $time }に変更します。それからは、このアドレスではサインインできません。

    お心当たりがないときは、それまでに次のリンクを開き、変更を取りやめてください。

    { $link }

    { $vendor }
mail-address-stopped-subject = 【お知らせ】メールアドレスの変更を取りやめました｜{ $vendor }
mail-address-stopped-body =
    サポートポータルで使うメールアドレスの変更を取りやめました。これまでのアドレスを引き続きお使いください。

    変更にお心当たりがないときは、パスワードを設定し直し、サポート窓口に連絡してください。

    { $vendor }
mail-address-changed-subject = 【お知らせ】メールアドレスを変更しました｜{ $vendor }
mail-address-changed-body =
    サポートポータルで使うメールアドレスを変更し、すべてのサインインを終了しました。これからは、新しいアドレスでサインインしてください。

    お心当たりがないときは、すぐにサポート窓口に連絡してください。

    { $vendor }
mail-address-failed-subject = 【お知らせ】メールアドレスを変更できませんでした｜{ $vendor }
mail-address-failed-body =
    新しいメールアドレスがほかで使われているため、変更できませんでした。これまでのアドレスを引き続きお使いください。

    { $vendor }
mail-address-outside-subject = 【ご確認ください】社外のメールアドレスへの変更｜{ $vendor }
mail-address-outside-body =
    { $name }様のメールアドレスが、貴社のドメインではない{ $email }に変わりました。これまでの権限は、そのまま残っています。権限を見直すときは、次のページをご覧ください。

    { $link }
