# `madoguchi check` がデスクファイルについて示す文と、デスクを使い始められない理由。
# 誤りごとに、事象と原因（what）、対処（remedy）を書く。端末に表示する文なので、飾りは付けない。

desk-list-separator = 、

## 結果

desk-check-good = { $name }：誤りはありません。このデスクには、サービス{ $products }件、ケースの種類{ $kinds }件、ステータス{ $statuses }件、言語{ $languages }件（{ $tags }）があります。
desk-check-attachments = 添付ファイル：{ $limits }
desk-check-software = 配布するソフトウェア（1バージョンごと）：{ $limits }
desk-check-count = { $name }に誤りが{ $n }件あります。
desk-faulty = デスクファイルに誤りがあるため、デスク「{ $name }」を使い始められません。
desk-none = 「{ $name }」という付属のデスクはなく、ファイルとしても読み込めません。デスクファイルのパスか、付属のデスクの名前（{ $known }）を指定してください。

## idが指すもの

desk-what-desk = デスク
desk-what-language = 言語
desk-what-product = サービス
desk-what-cause = クローズの原因
desk-what-queue = キュー
desk-what-environment = 環境
desk-what-channel = 受付経路
desk-what-severity = 重大度
desk-what-field = 入力欄
desk-what-option = 選択肢
desk-what-kind = ケースの種類
desk-what-sub-type = サブタイプ
desk-what-status = ステータス
desk-what-sub-status = ステータス
desk-what-customer-update = ステータス
desk-what-close-reason = クローズの理由
desk-what-extension = 拡張子
desk-what-calendar = カレンダー
desk-what-centre = サポート拠点
desk-what-plan = プラン
desk-what-milestone = マイルストーン
desk-what-target = 目標
desk-what-contract-option = 契約のオプション
desk-what-door = 入口（ケースの種類、または連絡先の文章）
desk-what-team = チーム
desk-what-tag = タグ
desk-what-synonym = 同義語の行
desk-what-checklist = チェックリスト
desk-what-step = チェックリストの項目

## 値の形

desk-shape-text = 文字列
desk-shape-integer = 整数
desk-shape-float = 小数
desk-shape-flag = trueかfalse
desk-shape-date = 日付や時刻
desk-shape-list = リスト
desk-shape-table = テーブル
desk-shape-tables = テーブルの並び
desk-shape-words = 言語ごとの文章

## キーと値

desk-problem-syntax-what = TOMLとして読み取れません（{ $message }）。
desk-problem-syntax-remedy = この箇所を直して、もう一度確認してください。内容の確認は、ファイル全体を読み取れるようになってから行います。TOMLの書き方は https://toml.io/ja/ にあります。
desk-problem-unknown-key-what = 「{ $key }」は、ここでは使えないキーです。
desk-problem-unknown-key-remedy =
    { $count ->
        [0] 削除してください。ここに書けるキーはありません。
       *[other] つづりを直すか、削除してください。ここに書けるキーは次のとおりです：{ $expected }
    }
desk-problem-missing-what =
    { $place ->
        [top] どのデスクにも必要な「{ $key }」が、デスクファイルにありません。
        [target] 「first_response」も「next_update」もないため、目標として約束する内容がありません。
       *[table] 「{ $within }」に必要なキー「{ $key }」がありません。
    }
desk-problem-missing-remedy =
    { $place ->
        [target] first_response = "4h" のように、どちらかを書いてください。
       *[other] 追加してください。書き方の例は desks/default.toml にあります。
    }
desk-problem-wrong-type-what = 「{ $key }」には{ $expected }が必要ですが、{ $found }が書かれています。
desk-problem-wrong-type-remedy =
    { $shape ->
        [text] 値を引用符で囲んでください："…"
        [integer] 引用符も小数点も付けずに、数字だけを書いてください。
        [float] 引用符を付けずに、小数点のある数を書いてください。
        [flag] 引用符を付けずに、trueかfalseを書いてください。
        [date] 引用符を付けずに、2026-11-21 のように日付を書いてください。
        [list] 角かっこで囲んだリストにしてください：["…", "…"]
        [tables] 1件ごとに見出しを付けて書いてください：[[{ $key }]]
        [words] デスクの言語ごとに文章を書いてください：{"{"} ja = "…", en = "…" {"}"}
       *[table] 波かっこで囲んだテーブル（{"{"} key = "…" {"}"}）にするか、見出しの下に書いてください。
    }
desk-problem-out-of-range-what = 「{ $key }」の数が、書ける範囲（{ $min }〜{ $max }）を外れています。
desk-problem-out-of-range-remedy = { $min }から{ $max }までの整数を書いてください。
desk-problem-not-one-of-what = 「{ $given }」は、「{ $key }」に書ける値ではありません。
desk-problem-not-one-of-remedy = 次のどれかを書いてください：{ $known }
desk-problem-bad-id-what = 「{ $id }」は、{ $what }のidにできません。idに使えるのは、半角の英数字とハイフンだけです。
desk-problem-bad-id-remedy = 半角の英数字とハイフンで、1〜40文字にしてください。先頭と末尾にはハイフンを置けません。
desk-problem-duplicate-what =
    { $which ->
        [customer-update] ステータス「{ $id }」が「from」に2回書かれていますが、お客様の更新で移る先は1つだけです。
        [target] { $id } の目標が2つあります。
       *[other] { $what }「{ $id }」が2回書かれています。
    }
desk-problem-duplicate-remedy =
    { $which ->
        [customer-update] どちらか一方から削除してください。
        [target] どちらか一方を残すか、2つの約束を1つの目標にまとめてください。
       *[other] どちらか一方を削除してください。両方とも必要なときは、一方のidを変えてください。
    }
desk-problem-unknown-reference-what =
    { $which ->
        [option] 選択肢「{ $id }」は、ここにはありません。
       *[other] { $what }「{ $id }」は、このデスクファイルにありません。
    }
desk-problem-unknown-reference-remedy =
    { $count ->
        [0] { $what }が1件もありません。追加するか、この指定を削除してください。
       *[other] つづりを直すか、追加してください。いまあるものは次のとおりです：{ $known }
    }
desk-problem-bad-language-what = 「{ $tag }」は、ここで使える形の言語タグではありません。
desk-problem-bad-language-remedy = ja、en、pt-br のように、小文字で書いてください。
desk-problem-unknown-time-zone-what = 「{ $given }」という名前のタイムゾーンはありません。
desk-problem-unknown-time-zone-remedy = Asia/Tokyo や Europe/London のように、IANAタイムゾーンデータベースにある名前を書いてください。
desk-problem-bad-duration-what = 「{ $given }」は、「{ $key }」に書ける時間ではありません。
desk-problem-bad-duration-remedy = 分（30m）、時間（24h）、翌営業日（next-business-day）のどれかで書いてください。分と時間は、後ろに open（受付時間で数える）か elapsed（経過時間で数える）を付けられます（例：8h open）。数は5桁までで、先頭に0を付けません。
desk-problem-bad-hours-what = 「{ $given }」は受付時間として読めません。
desk-problem-bad-hours-remedy = 09:00-17:00 のように、異なる2つの時刻をハイフンでつないで書いてください。24:00 は一日の終わりです。22:00-06:00 と書くと翌朝まで続きます。
desk-problem-hours-overlap-what = 「{ $key }」の受付時間に、重なっているものがあります。
desk-problem-hours-overlap-remedy = 1つにまとめるか、一方の終わりからもう一方が始まるようにしてください。
desk-problem-bad-synonym-what = 「{ $given }」は、どの語がどの語の代わりになるかを表していません。
desk-problem-bad-synonym-remedy = 互いに同じ意味の語は「クローズ = 終了」、片方からだけ探す語は「いくら > 料金, 費用」、近い意味の語は「住所 ~ 所在地」のように書いてください。
desk-problem-bad-days-what = 「{ $given }」は日付として読めません。
desk-problem-bad-days-remedy = 1日（2026-12-29）、期間（2026-12-29..2027-01-03）、毎年の日や期間（12-29、12-29..01-03）のどれかで書いてください。
desk-problem-file-not-read-what = ファイル「{ $file }」は、このデスクファイルと一緒に読み込まれていません。
desk-problem-file-not-read-remedy = 指定したファイルをデスクファイルと同じフォルダーに置き、デスクファイルのパスを指定してください。
desk-problem-never-open-what = このカレンダーには受付時間が1つもないため、期限がいつまでも来ません。
desk-problem-never-open-remedy = weekdays = ["09:00-17:00"] や every_day = ["00:00-24:00"] のように、受付時間を追加してください。
desk-problem-reached-at-once-what = 「{ $status }」がこのマイルストーンの開始と達成の両方に指定されているため、時間を計れません。starts を省略すると、新しいケースのステータスで始まります。
desk-problem-reached-at-once-remedy = 「{ $status }」を reached から外すか、starts に別のステータスを指定してください。
desk-problem-update-by-day-what = 更新の約束は間隔で決めるため、next-business-day は使えません。
desk-problem-update-by-day-remedy = 24h のように時間で書いてください。更新を約束しない場合は、このキーを削除してください。
desk-problem-bad-size-what = 「{ $given }」は、「{ $key }」に書ける大きさではありません。
desk-problem-bad-size-remedy = 25 MB のように、整数、半角の空白、単位（KB、MB、GB）の順に書いてください。上限は1024 GBです。
desk-problem-bad-extension-what = 「{ $given }」は、ここで使える形の拡張子ではありません。
desk-problem-bad-extension-remedy = pdf のように、点を付けず、半角の英小文字と数字で書いてください。
desk-problem-empty-list-what = 「{ $key }」が空ですが、ここには1件以上が必要です。
desk-problem-empty-list-remedy = 1件以上を追加してください。

## 文章

desk-problem-no-text-what = デスクの言語「{ $language }」の文章がありません。
desk-problem-no-text-remedy = 「languages」にあるすべての言語で文章を書くか、この言語を「languages」から外してください。
desk-problem-line-break-what = 言語「{ $language }」の文章に改行がありますが、ここは1行で表示します。
desk-problem-line-break-remedy = 1行で書いてください。
desk-problem-placeholder-what = 言語「{ $language }」の文章に波かっこがありますが、文章は書いたとおりに表示するため、何も差し込まれません。
desk-problem-placeholder-remedy = 波かっこを削除して、表示したい内容をそのまま書いてください。

## 入力欄とフォーム

desk-problem-empty-options-what = 入力欄「{ $field }」は選択式ですが、選択肢がありません。
desk-problem-empty-options-remedy = [[field.option]] を1件以上追加するか、「entry」を選択式以外に変えてください。
desk-problem-always-required-what = 入力欄「{ $field }」は、どのケースでも必ず答えがあるため、任意にできません。
desk-problem-always-required-remedy = required = false を削除してください。
desk-problem-required-but-folded-what = 入力欄「{ $field }」は、必須でありながら、折りたたまれています。必須の入力欄は隠しておけません。
desk-problem-required-but-folded-remedy = 「required」と「folded」のどちらか一方を削除してください。
desk-problem-min-above-max-what = 最小値（{ $min }）が最大値（{ $max }）より大きいため、入力できる数がありません。
desk-problem-min-above-max-remedy = 「min」を「max」以下にしてください。「min」を書かないときは0になります。
desk-problem-bad-preset-what = 入力欄「{ $field }」の初期値が、この入力欄に収まりません。長すぎるか、1行の入力欄なのに改行があります。
desk-problem-bad-preset-remedy = 初期値を短くするか、「max」を大きくしてください。改行を書けるのは、「entry」が "lines" のときだけです。
desk-problem-depends-on-no-choice-what = 入力欄「{ $field }」は「{ $on }」に応じて変わる設定ですが、「{ $on }」の値は決まったものではありません。
desk-problem-depends-on-no-choice-remedy = 「entry」が "choice" の入力欄か、product、sub-type、severity のどれかを指定してください。
desk-problem-dependent-cycle-what =
    { $count ->
        [1] 入力欄「{ $fields }」が自分自身に応じて変わる設定のため、答えられません。
       *[other] 次の入力欄が互いに応じて変わる設定のため、どれからも答えられません：{ $fields }
    }
desk-problem-dependent-cycle-remedy =
    { $count ->
        [1] 「depends」を削除するか、別の入力欄を指定してください。
       *[other] どれか1つの「depends」を削除してください。
    }
desk-problem-option-never-offered-what = 入力欄「{ $field }」の選択肢「{ $option }」が「offers」のどの値にもないため、誰も選べません。
desk-problem-option-never-offered-remedy = 「offers」の値に1つ以上加えるか、選択肢を削除してください。
desk-problem-deciding-field-missing-what = 種類「{ $kind }」のフォームに入力欄「{ $field }」がありますが、その内容を決める「{ $on }」がありません。
desk-problem-deciding-field-missing-remedy = 「{ $field }」より前に「{ $on }」を加えるか、「{ $field }」をフォームから外してください。
desk-problem-deciding-field-later-what = 種類「{ $kind }」のフォームで、入力欄「{ $field }」が、その内容を決める「{ $on }」より前にあります。
desk-problem-deciding-field-later-remedy = 「{ $on }」を「{ $field }」より前に置いてください。
desk-problem-field-never-used-what = 入力欄「{ $field }」は、どのフォームにもありません。
desk-problem-field-never-used-remedy = ケースの種類の「form」に加えるか、入力欄を削除してください。
desk-problem-field-never-offered-what = 種類「{ $kind }」のフォームに入力欄「{ $field }」がありますが、その「only」に当てはまるサブタイプとサービスがないため、表示されません。
desk-problem-field-never-offered-remedy = 入力欄の「only」を広げるか、入力欄をこのフォームから外してください。
desk-problem-required-field-never-offered-what = 種類「{ $kind }」のフォームで入力欄「{ $field }」が必須ですが、その「only」に当てはまるサブタイプとサービスがないため、表示されません。
desk-problem-required-field-never-offered-remedy = 入力欄の「only」を広げるか、入力欄をこのフォームから外してください。
desk-problem-missing-built-in-what = 種類「{ $kind }」のフォームに、この種類のケースに必ず要る入力欄「{ $field }」がありません。
desk-problem-missing-built-in-remedy = 「{ $field }」をこのフォームに加えてください。
desk-problem-nothing-to-ask-what = 種類「{ $kind }」のフォームに入力欄「{ $field }」がありますが、この種類には選べるものがありません。
desk-problem-nothing-to-ask-remedy = 入力欄をこのフォームから外すか、[[kind.sub_type]] を追加してください。
desk-problem-product-not-of-kind-what = サブタイプの「products」にサービス「{ $product }」がありますが、種類「{ $kind }」はこのサービスでは使えません。
desk-problem-product-not-of-kind-remedy = ここからサービスを外すか、種類の「products」に加えてください。
desk-problem-no-sub-type-for-product-what = 種類「{ $kind }」には、サービス「{ $product }」で選べるサブタイプがないため、ケースを開けません。
desk-problem-no-sub-type-for-product-remedy = このサービスで選べるサブタイプを用意するか、種類の「products」にほかのサービスだけを書いてください。
desk-problem-product-without-kind-what = サービス「{ $product }」で使えるケースの種類がないため、誰も問い合わせできません。
desk-problem-product-without-kind-remedy = ケースの種類の「products」に加えるか、サービスを削除してください。
desk-problem-fact-required-what = 入力欄「{ $field }」は必須ですが、ケースを開く前の質問はいつでも省けます。
desk-problem-fact-required-remedy = 入力欄の「required」を外すか、「facts」ではなくケースの種類の「form」に書いてください。
desk-problem-asked-twice-what = 入力欄「{ $field }」は、ケースの種類「{ $kind }」のフォームにもあり、2回聞くことになります。
desk-problem-asked-twice-remedy = 「facts」か「form」のどちらかから外してください。
desk-problem-bad-link-what = リンク「{ $given }」は開けません。
desk-problem-bad-link-remedy = https:// で始まるアドレスか、「/」で始まるこのポータルの画面を書いてください。
desk-problem-no-web-channel-what = ポータルで開いたケースの受付経路「web」がありません。
desk-problem-no-web-channel-remedy = id = "web" の [[channel]] を追加してください。

## ステータスと決まり

desk-problem-status-unreachable-what = ステータス「{ $status }」に移る決まりも、移れるステータスもないため、どのケースも「{ $status }」になりません。
desk-problem-status-unreachable-remedy = 別のステータスの「to」か決まりに加えるか、ステータスを削除してください。
desk-problem-no-way-out-what = オープンのステータス「{ $status }」の「to」に移り先がないため、担当者がケースを先へ進められません。
desk-problem-no-way-out-remedy = 次に移れるステータスを「to」に書いてください。
desk-problem-never-closes-what = ステータス「{ $status }」からクローズのステータスに至る道がないため、ケースがいつまでも終わりません。
desk-problem-never-closes-remedy = クローズのステータスか、そこへ移れるステータスを「to」に加えてください。
desk-problem-closed-moves-on-what = ステータス「{ $status }」はクローズですが、「to」に移り先があります。クローズから出られるのは再オープンだけです。
desk-problem-closed-moves-on-remedy = 「to」を削除してください。再オープンしたケースの移り先は、決まりの「reopening」に書きます。
desk-problem-moves-to-itself-what = ステータス「{ $status }」の移り先に、自分自身があります。
desk-problem-moves-to-itself-remedy = 「to」から自分自身を削除してください。
desk-problem-turn-mismatch-what =
    { $closed ->
        [yes] ステータス「{ $status }」はクローズで誰の番でもありませんが、「turn」が "{ $turn }" になっています。
       *[no] ステータス「{ $status }」は誰の番でもない設定ですが、クローズになっていません。
    }
desk-problem-turn-mismatch-remedy =
    { $closed ->
        [yes] turn = "nobody" にするか、closed = true を削除してください。
       *[no] closed = true を加えるか、「turn」を "customer" か "support" にしてください。
    }
desk-problem-asked-out-of-turn-what = ステータス「{ $status }」では解決したかどうかをお客様に確認しますが、「turn」が "{ $turn }" になっています。
desk-problem-asked-out-of-turn-remedy = turn = "customer" にするか、asks_solution = true を削除してください。
desk-problem-rule-target-not-closed-what = 決まり「{ $rule }」の移り先はクローズのステータスに限りますが、「{ $to }」はオープンです。
desk-problem-rule-target-not-closed-remedy = closed = true のステータスを指定してください。
desk-problem-rule-target-closed-what = 決まり「{ $rule }」の移り先はオープンのステータスに限りますが、「{ $to }」はクローズです。
desk-problem-rule-target-closed-remedy = closed = true でないステータスを指定してください。
desk-problem-rule-from-closed-what = 決まり「{ $rule }」に「{ $from }」がありますが、これはクローズです。クローズしたケースは更新を受け付けません。
desk-problem-rule-from-closed-remedy = 一覧から外してください。status/* と書いているときは、オープンのものだけを並べてください。

## オープンのケースが失うもの

desk-stranded = オープンのケースで使っているものがデスクファイルからなくなるため、このデスクを使い始められません。
desk-stranded-end = 何も変更していません。これまでのデスクがそのまま使われます。
desk-stranded-cases =
    { $more ->
        [0] { $numbers }
       *[other] { $numbers }、ほか{ $more }件
    }
desk-stranded-kind-what = ケースの種類「{ $id }」がありませんが、オープンのケース{ $n }件で使っています：{ $cases }
desk-stranded-kind-remedy = この種類を残すか、先にこれらのケースをクローズしてください。
desk-stranded-sub-type-what = 種類「{ $kind }」のサブタイプ「{ $id }」がありませんが、オープンのケース{ $n }件で使っています：{ $cases }
desk-stranded-sub-type-remedy = このサブタイプを残すか、先にこれらのケースをクローズしてください。
desk-stranded-status-what = ステータス「{ $id }」がありませんが、オープンのケース{ $n }件がこのステータスです：{ $cases }
desk-stranded-status-remedy = このステータスを残すか、先にこれらのケースを別のステータスへ移してください。
desk-stranded-status-now-closed-what = ステータス「{ $id }」がクローズになりますが、オープンのケース{ $n }件がこのステータスです：{ $cases }
desk-stranded-status-now-closed-remedy = このステータスをオープンのままにするか、先にこれらのケースを別のステータスへ移してください。
desk-stranded-product-what = サービス「{ $id }」がありませんが、オープンのケース{ $n }件で使っています：{ $cases }
desk-stranded-product-remedy = このサービスを残すか、先にこれらのケースをクローズしてください。
desk-stranded-severity-what = 重大度「{ $id }」がありませんが、オープンのケース{ $n }件で使っています：{ $cases }
desk-stranded-severity-remedy = この重大度を残すか、先にこれらのケースの重大度を変えてください。
desk-stranded-environment-what = 環境「{ $id }」がありませんが、オープンのケース{ $n }件で使っています：{ $cases }
desk-stranded-environment-remedy = この環境を残すか、先にこれらのケースをクローズしてください。
desk-stranded-channel-what = 受付経路「{ $id }」がありませんが、オープンのケース{ $n }件がこの経路で届きました：{ $cases }
desk-stranded-channel-remedy = これらのケースがクローズするまで、この受付経路を残してください。
desk-stranded-field-what = 入力欄「{ $id }」がありませんが、オープンのケース{ $n }件に答えが入っています：{ $cases }
desk-stranded-field-remedy = これらのケースがクローズするまで、この入力欄を残してください。

# デスクファイルが指定する休業日のファイル

day-file-unreadable-what = デスクファイルが指定するファイル「{ $file }」を読めません。
day-file-unreadable-remedy = デスクファイルと同じフォルダーに置くか、files の名前を直してください。
day-file-form-what = 「{ $file }」は、iCalendarでもCSVでもありません。
day-file-form-remedy = 名前が .ics か .csv で終わるファイルを指定してください。
day-file-broken-what = 「{ $file }」は、iCalendarファイルとして読めません。
day-file-broken-remedy = もとのカレンダーから書き出し直してください。
day-file-bad-day-what = 「{ $file }」の{ $line }行目の先頭「{ $given }」は、日付として読めません。
day-file-bad-day-remedy = 1列目に 2026-12-29 や 2026/12/29 の形の日付、2列目に名称を書いてください。見出しを書けるのは1行目だけです。
day-file-timed-what = 「{ $file }」の「{ $name }」には時刻があるため、休業日として扱えません。
day-file-timed-remedy = カレンダーから外すか、終日の予定にしてください。
day-file-repeats-what = 「{ $file }」の「{ $name }」の繰り返し（{ $rule }）は読めません。
day-file-repeats-remedy = 毎年の単純な繰り返しだけを読み込みます。ほかの日は1日ずつ指定してください。
day-file-empty-what = 「{ $file }」には日付がありません。
day-file-empty-remedy = 日付を追加するか、files から外してください。
glossary-file-unreadable-what = デスクファイルが指定する用語集「{ $file }」を読めません。
glossary-file-unreadable-remedy = デスクファイルと同じフォルダーに置くか、glossary の名前を直してください。
glossary-file-large-what = 用語集「{ $file }」が1 MBを超えています。
glossary-file-large-remedy = 実際に入力される語だけにしてください。
glossary-file-bad-line-what = 「{ $file }」の{ $line }行目「{ $given }」は、どの語がどの語の代わりになるかを表していません。
glossary-file-bad-line-remedy = 同じ意味の語をタブで区切って並べるか、「クローズ = 終了」「いくら > 料金, 費用」「住所 ~ 所在地」のように、200文字以内で書いてください。
glossary-file-twice-what = 「{ $file }」の{ $line }行目は、{ $first }行目と同じ内容です。
glossary-file-twice-remedy = どちらか一方を削除してください。
glossary-file-empty-what = 用語集「{ $file }」には語がありません。
glossary-file-empty-remedy = 語を追加するか、デスクファイルから glossary を外してください。
desk-stranded-plan-what = プラン「{ $id }」がありませんが、契約{ $n }件がこのプランです：{ $cases }
desk-stranded-plan-remedy = このプランを残すか、先にこれらの契約を別のプランで更新してください。
