# 忘れたパスワードと、自分のサインイン。
sign-in-forgotten = パスワードを忘れたとき、初めて設定するとき
forgotten-title = パスワードの設定
forgotten-lead = 登録されているメールアドレスを入力してください。確認コードをお送りします。
forgotten-off = このポータルは、まだメールを送れません。パスワードの設定は、サポート窓口に依頼してください。
forgotten-go = 確認コードを送る
forgotten-back = サインインに戻る
code-title = 確認コードの入力
code-sent = このアドレスが登録されていれば、確認コードをメールでお送りしました。コードは{ $number }分間使えます。
code-label = 確認コード
code-hint = メールに書かれた12文字です。大文字と小文字の違いや、区切りは問いません。
code-again = 確認コードをもう一度送る
code-wrong = 確認コードが一致しないか、使える時間を過ぎています。最後に届いたメールのコードを入力するか、もう一度送ってください。
password-new = 新しいパスワード
password-old = いまのパスワード
password-set = パスワードを設定
password-wrong-length = パスワードの長さが条件に合っていません。説明にある文字数で入力してください。
password-wrong-common = このパスワードは、すぐに推測されます。関係のない言葉をいくつかつなげるなど、ほかのものにしてください。
password-wrong-about = 名前やメールアドレスに近いパスワードは、推測されやすいため使えません。ほかのものにしてください。
sign-ins-title = サインインとパスワード
sign-ins-lead = サインインしている端末の一覧です。心当たりのないものは終了し、パスワードを変更してください。
sign-ins-where = サインイン中の端末
sign-ins-with = 端末
sign-ins-made = サインイン日時
sign-ins-seen = 最後の利用
sign-ins-from = 接続元
sign-ins-here = この端末
sign-ins-end = 終了
sign-ins-end-others = ほかの端末をすべて終了
sign-ins-ended = サインインを終了しました。
sign-ins-others-ended = ほかの端末のサインインを終了しました。
sign-ins-browser = { $program }（{ $system }）
sign-ins-unknown = 不明な端末
sign-ins-password = パスワードの変更
sign-ins-password-lead = 変更すると、ほかの端末のサインインはすべて終了します。
sign-ins-wrong-old = いまのパスワードが一致しません。もう一度入力してください。

# 二段階認証

factor-title = 二段階認証
factor-lead = 認証アプリに表示されている6桁のコードを入力してください。
factor-code = コード
factor-code-hint = 端末が手元にないときは、回復用コードを入力してください。
factor-wrong = コードが違うか、すでに使われています。最新のコードを入力してください。
factor-again = 別の利用者としてサインインする
factor-set-title = 二段階認証
factor-set-lead = パスワードに加えて、認証アプリのコードを求めます。パスワードが知られても、ほかの人はサインインできません。
factor-needed = サポート担当者には、二段階認証が必要です。設定すると、ほかのページを開けます。
factor-begin = 二段階認証を設定
factor-replace = 別の端末で設定し直す
factor-remove = 二段階認証をやめる
factor-removed = 二段階認証をやめました。
factor-is-set = 二段階認証は有効です。
factor-codes-left = 残りの回復用コード：{ $number }個
factor-offer = 認証アプリに登録
factor-scan = 認証アプリで、このコードを読み取ってください。
factor-picture = 認証アプリで読み取るQRコード
factor-type = 読み取れないときは、次の文字を認証アプリに入力してください。
factor-confirm = 認証アプリに表示された6桁のコード
factor-go = 有効にする
factor-done = 二段階認証を有効にしました。
factor-codes = 回復用コード
factor-codes-lead = 端末をなくしたときに、1個ずつ1回だけ使えます。この画面を閉じると、もう表示できません。安全な場所に保管してください。
factor-on = 次へ
way-second-factor = 二段階認証
audit-person-second-factor-set = 二段階認証の設定
audit-person-second-factor-removed = 二段階認証の解除
audit-person-recovery-code-used = 回復用コードの使用
password-wrong-lost = このパスワードは、ほかのサービスから流出したことがあります。別のパスワードにしてください。

mail-factor-set-subject = 【お知らせ】二段階認証を設定しました｜{ $vendor }
mail-factor-set-body =
    二段階認証を設定しました。次のサインインから、パスワードのあとに認証アプリのコードが必要です。

    お心当たりがないときは、すぐにサポート窓口に連絡してください。

    { $vendor }

mail-factor-replaced-subject = 【お知らせ】二段階認証の端末を変更しました｜{ $vendor }
mail-factor-replaced-body =
    二段階認証の端末を変更しました。これまでの端末のコードと、これまでの回復用コードは使えません。

    お心当たりがないときは、すぐにサポート窓口に連絡してください。

    { $vendor }

mail-factor-removed-subject = 【お知らせ】二段階認証を解除しました｜{ $vendor }
mail-factor-removed-body =
    二段階認証を解除しました。これからは、パスワードだけでサインインできます。

    お心当たりがないときは、パスワードを変更し、すぐにサポート窓口に連絡してください。

    { $vendor }

mail-recovery-subject = 【お知らせ】回復用コードが使われました｜{ $vendor }
mail-recovery-body =
    二段階認証の回復用コードが1つ使われました。使ったコードは、もう使えません。

    お心当たりがないときは、パスワードを変更し、すぐにサポート窓口に連絡してください。

    { $vendor }

mail-token-subject = 【お知らせ】APIトークンを作成しました｜{ $vendor }
mail-token-body =
    APIトークンを作成しました。トークンを持つ人は、あなたとしてAPIを使えます。

    お心当たりがないときは、プロフィールの画面でトークンを取り消し、パスワードを変更してください。

    { $vendor }

mail-pin-subject = 【お知らせ】電話用のPINを発行しました｜{ $vendor }
mail-pin-body =
    電話用のPINを新しく発行しました。これまでのPINは使えません。

    お心当たりがないときは、パスワードを変更し、サポート窓口に連絡してください。

    { $vendor }

# 重要な操作の前に、本人であることをもう一度確かめる。

confirm-title = 本人の確認
confirm-lead = サインインから時間がたっています。続ける前に、本人であることをもう一度確認させてください。確認したあと、同じ操作をもう一度してください。
confirm-wrong = 入力された内容が一致しません。もう一度入力してください。
confirm-go = 確認して続ける
confirm-anew = この操作には、新しいサインインが必要です。いったんサインアウトし、もう一度サインインしてください。
confirm-leave = サインアウト
