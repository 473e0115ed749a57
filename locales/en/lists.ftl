# Columns of lists
column-account = Customer
column-next-due = Next contact due
column-due-state = What is due
column-environment = Environment
column-centre = Support center
column-tier = Tier
column-plan = Plan
column-team = Team
column-changed-by = Last changed by
column-turn = Turn
column-turn-since = In this turn since
column-closed = Closed
column-submitter = Opened by
column-reference = External reference
column-with-zone = { $column } ({ $zone })

# Filters
filter-text = Subject, case number or external reference
filter-more = More filters
filter-opened-from = Opened from
filter-opened-to = Opened until
filter-modified-from = Modified from
filter-modified-to = Modified until
chips-label = Filters in use
chip-remove = Remove this filter

# Columns and views of one's own
columns-choose = Columns
columns-legend = Columns of this list
columns-set = Show these columns
columns-reset = Back to the standard columns
saved-views = Saved views
saved-views-keep = Save this view
saved-view-name = Name of the view
saved-view-save = Save what I see now
saved-view-rename = Rename
saved-view-first = Move to the front
saved-view-remove = Delete
saved-view-removed = The view “{ $name }” was deleted.
saved-view-undo = Undo
saved-view-more-than = more than { $count }
saved-view-needs-name = The view has no name. Go back and enter one.
saved-view-too-many = Twelve views can be saved. Delete one that you do not use, and save again.
team-views = Views of the team
team-views-none = Nothing is shared yet. Share a view under “Save this view”.
team-view-share = Share with the team
team-view-remove = Take out of the team
team-views-too-many = A team shares twenty views at most. Take one out that nobody uses, and share again.
team-first = The team begins with
view-first = Begin with
view-first-set = Begin here
view-first-team = What the team begins with
view-first-usual = The usual view

# Lists as files
list-export = Export
list-to-excel = Export to Excel
list-to-csv = Export to CSV
list-file-cases = Support cases
list-file-admin = Admin cases
list-file-title = Export of a list
list-file-waiting = The export is waiting for its turn. It goes on when you leave this page.
list-file-working-so-far = { $n ->
    [one] Exporting: { $number } case so far. It goes on when you leave this page.
   *[other] Exporting: { $number } cases so far. It goes on when you leave this page.
  }
list-file-working = Exporting: { $rows } of { $total } cases so far. It goes on when you leave this page.
list-file-done = { $n ->
    [one] { $number } case was exported. The file is deleted after 24 hours.
   *[other] { $number } cases were exported. The file is deleted after 24 hours.
  }
list-file-cancelled = The export was cancelled.
list-file-refused = Your rights changed while the file was made. Go back to the list and export it again.
list-file-failed = The file could not be made. Go back to the list and export it again.
list-file-lost = The export stopped halfway. Go back to the list and export it again.
list-file-too-long = There are more cases than an Excel file holds (1,048,575). Narrow the list with filters, or export to CSV.
list-file-two-at-once = Two exports are running already. Wait for one to end, or cancel it, and export again.
list-file-take = Download the file
list-file-again = See how far it is
list-file-cancel = Cancel the export
list-file-back = Back to the list
looked-cases = list of cases
looked-everything = everything

# What is over its time, above lists in another order
late-title = Cases past what was promised
late-all = Show this list by what is due
