# サポート担当者

agents-title = サポート担当者
agents-lead = 担当者を追加し、役割とチームを変更します。退職した人のサインインとAPIトークンは、停止するとすぐに終わります。
agents-there = 担当者
agents-name = 氏名
agents-role = 役割とチーム
agents-role-of = { $name }さんの役割
agents-team-of = { $name }さんのチーム
agents-no-team = チームなし
agents-save = 変更
agents-new = 担当者の追加
agents-new-lead = 追加すると、パスワードを設定するための案内を、メールで送ります。
agents-add = 追加
agents-wrong-taken = このメールアドレスは、すでに使われています。別のアドレスを入力してください。
agents-wrong-team = このチームは見つかりません。チームを選び直してください。
agents-wrong-last = ほかに管理者がいないため、変更できません。先に、別の担当者を管理者にしてください。
mail-agent-added-subject = 【ご案内】サポート担当者として登録しました｜{ $vendor }
mail-agent-added-body =
    サポート担当者として登録しました。次のページで、最初のパスワードを設定してください。

    { $link }

    { $vendor }
