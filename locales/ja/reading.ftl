# 閲覧が多すぎるとき、トークンを使える場所

sign-in-many = 1時間に開いたケースの数が、ふだんより大幅に多くなっています。ご本人であることを確認するため、もう一度サインインしてください。サインインすると、元のページに戻ります。
token-from = 使える場所
token-everywhere = どこからでも
token-networks = 使えるネットワークを限定する
token-networks-hint = 203.0.113.0/24のように入力し、複数あるときはコンマで区切ってください。ほかの場所からは使えなくなります。空欄のままなら、どこからでも使えます。
token-wrong-networks = 読み取れないネットワークがあります。203.0.113.7や203.0.113.0/24のような形で、20件まで入力してください。
audit-audit-token-elsewhere = 許可されていない場所でのトークンの使用
audit-audit-read-many = 多数のケースの閲覧
audit-cases = 1時間に{ $number }件
audit-cases-stopped = 1時間に{ $number }件で停止
mail-reading-subject = 【ご確認ください】多数のケースの閲覧｜{ $vendor }
mail-reading-body =
    { $name }さんが、1時間に{ $number }件のケースを閲覧しました。この窓口では、ふだんにない件数です。心当たりがないときは、本人に確認し、必要に応じてサインインの停止やトークンの取り消しをしてください。操作の記録は、監査のページで確認できます。

    { $link }
