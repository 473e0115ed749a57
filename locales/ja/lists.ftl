# Columns of lists
column-account = お客様
column-next-due = 次の連絡の目安
column-due-state = 目安の内容
column-environment = 環境
column-centre = 対応拠点
column-tier = 担当ティア
column-plan = プラン
column-team = 担当チーム
column-changed-by = 最終更新者
column-turn = 対応の番
column-turn-since = 対応の番になった日時
column-closed = クローズ日時
column-submitter = 起票者
column-reference = 外部参照番号
column-with-zone = { $column }（{ $zone }）

# Filters
filter-text = 件名・ケース番号・外部参照番号
filter-more = そのほかの条件
filter-opened-from = 作成日（この日から）
filter-opened-to = 作成日（この日まで）
filter-modified-from = 最終更新日（この日から）
filter-modified-to = 最終更新日（この日まで）
chips-label = 絞り込みの条件
chip-remove = この条件を外す

# Columns and views of one's own
columns-choose = 表示する列
columns-legend = この一覧に表示する列
columns-set = この列で表示
columns-reset = 標準の列に戻す
saved-views = 保存した表示
saved-views-keep = 表示の保存
saved-view-name = 表示の名前
saved-view-save = いまの表示を保存
saved-view-rename = 名前を変更
saved-view-first = 先頭へ移動
saved-view-remove = 削除
saved-view-removed = 表示「{ $name }」を削除しました。
saved-view-undo = 元に戻す
saved-view-more-than = { $count }件超
saved-view-needs-name = 表示に名前がありません。前のページに戻り、名前を入力してください。
saved-view-too-many = 保存できる表示は12件までです。使わない表示を削除してから、もう一度保存してください。
team-views = チームの表示
team-views-none = まだ共有された表示はありません。「表示の保存」から共有できます。
team-view-share = チームに共有
team-view-remove = チームから外す
team-views-too-many = チームで共有できる表示は20件までです。使わない表示をチームから外してから、もう一度共有してください。
team-first = チームが最初に開く表示
view-first = 最初に開く表示
view-first-set = この表示から始める
view-first-team = チームの設定に従う
view-first-usual = 標準の表示

# Lists as files
list-export = 書き出し
list-to-excel = Excelに書き出す
list-to-csv = CSVに書き出す
list-file-cases = サポートケース
list-file-admin = アドミンケース
list-file-title = 一覧の書き出し
list-file-waiting = 書き出しの順番を待っています。このページを離れても続きます。
list-file-working-so-far = 書き出しています（いままでに{ $number }件）。このページを離れても続きます。
list-file-working = 書き出しています（{ $total }件のうち{ $rows }件）。このページを離れても続きます。
list-file-done = { $number }件を書き出しました。ファイルは24時間後に削除されます。
list-file-cancelled = 書き出しを取り消しました。
list-file-refused = 書き出しの途中で、あなたの権限が変わりました。一覧に戻り、もう一度書き出してください。
list-file-failed = ファイルを作成できませんでした。一覧に戻り、もう一度書き出してください。
list-file-lost = 書き出しが途中で止まりました。一覧に戻り、もう一度書き出してください。
list-file-too-long = Excelのファイルに入る件数（1,048,575件）を超えています。条件で絞り込むか、CSVに書き出してください。
list-file-two-at-once = 書き出しがすでに2件進んでいます。終わるのを待つか、取り消してから、もう一度書き出してください。
list-file-take = ファイルをダウンロード
list-file-again = 進み具合を確認
list-file-cancel = 書き出しを取り消す
list-file-back = 一覧に戻る
looked-cases = ケースの一覧
looked-everything = すべてのデータ

# What is over its time, above lists in another order
late-title = 期限を過ぎたケース
late-all = この一覧を期限順に表示
