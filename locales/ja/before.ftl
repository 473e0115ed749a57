# ケースを開く前（B2）

before-ways = はじめに確認すること
before-way = 先に確認すると、早く解決することがあります。
before-kinds = ケースの種類
before-urgent = 緊急のとき
before-urgent-text = 業務に重大な影響があるときは、確認を省いてケースを開いてください。状況はあとからケースの画面で補足できます。
before-skip = 緊急のため「{ $severity }」で進む
before-refresh = サービスに合わせて更新
before-try = 試すこと
before-look = 見ておくとよいもの
before-how = 手順を見る
before-facts = 分かっていること
before-facts-text = 分かる範囲で入力してください。担当者が同じことを重ねて伺わずにすみます。あとから補足することもできます。
before-on = ケースの入力へ進む
before-past = 確認せずに進む
before-besides = すべて任意です。分かる範囲で入力してください。あとから補足することもできます。
opens-apart = （別のタブで開きます）
told-title = 事前の確認と状況
told-count = { $told }／{ $all }件
told-complete = 状況を補足
told-case = ケース{ $number }
told-lead = 変えた項目だけが、ケースの経過に記録されます。
told-save = 補足を保存
did-tell-facts = 状況を{ $n }件補足しました。
