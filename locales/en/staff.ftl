# What the staff's pages say.

# Inbox
inbox-title = Inbox
inbox-alarmed = At risk, all
inbox-warned = At risk, mine
inbox-mine = My cases
inbox-unowned = Unassigned
inbox-team = My team
inbox-support = With support
inbox-customer = Waiting for customer
inbox-closed = Closed
inbox-caption = { $view } ({ $order })
inbox-empty-title = There are no cases in this list
inbox-empty = Cases appear here as soon as they belong to this list. Have a look at the other lists, too.
order-label = Order
order-waiting = By waiting time
order-severity = By severity
order-modified = By last update
tabs-label = Open cases
tab-close = Close the tab of { $number }
row-unread = Unread
density-label = Rows
density-comfortable = Comfortable
density-compact = Compact
owner-me = Me
reopening-asked = Reopening requested

# A case
side-label = Assignment, status and case details
turn-since = In this state since { $at } (for { $span }).
assign-to-me = Take this case
assign-go = Change assignment
team-none = No team
status-go = Change status
status-no-moves = There is no status that this case can move to from here.
reopen-staff = Reopen case
reopening-asked-text = The customer has requested to reopen this case. Read the reason in the story, and choose “Reopen case” if you take it up again.

# Writing to the customer, or a note
compose-label = Reply or note
compose-reply = Reply to customer
compose-reply-title = Reply to the customer
compose-reply-label = Message
compose-to = To: { $name }
compose-copied = Cc: { $number }
compose-send = Send to { $name }
compose-send-more = Send to { $name } and { $number } more
compose-send-then = Send to { $name } and change to “{"{status}"}”
compose-send-more-then = Send to { $name } and { $number } more, and change to “{"{status}"}”
compose-then = Status after sending
compose-then-same = Leave as it is
compose-note = Add internal note
compose-note-small = Customers never see this
compose-note-label = Note
colleagues-label = Colleagues to call
colleagues-told = Matching colleagues: {"{n}"}. Choose with the arrow keys, then press Enter.
compose-note-hint = Only support agents can read this. Write “@” and a colleague’s name to let them know by mail. You can use Markdown.
compose-note-save = Save internal note
compose-leave = Close the editor
note-title = Internal note (customers never see this)

# Keyboard
keys-title = Keyboard shortcuts
keys-lead = Keys for the staff’s pages. They do nothing while you type or while a Japanese input method converts. They need JavaScript to be on in your browser.
keys-in-lists = In a list
keys-in-case = In a case
keys-anywhere = On every page
keys-writing = While you write
keys-next-row = Go to the next case
keys-previous-row = Go to the previous case
keys-open = Open the selected case
keys-peek = Show the case at a glance, or close it
keys-next-case = Go to the next case of the view
keys-previous-case = Go to the previous case of the view
keys-next-tab = Go to the case of the next tab
keys-previous-tab = Go to the case of the previous tab
keys-close-tab = Close the tab of this case
keys-reply = Reply to customer
keys-note = Add internal note
keys-mine = Take this case
keys-assign = Go to the choice of owner
keys-severity = Go to the change of severity
keys-escalate = Go to the form that escalates
keys-tier = Go to raising the tier
keys-status = Go to the choice of status
keys-copy-number = Copy the case number (again at once: with the subject, then the address)
keys-serve-next = Open the case to work on next
contact-time = Their local time
contact-local = { $at } ({ $zone })
contact-open = Open cases
contact-lately = Cases in the last 30 days
contact-content = Satisfied, by their surveys
contact-content-of = { $share }% (latest surveys: { $surveys })
contact-others = Other open cases of this contact
contact-no-others = No other case of theirs is open.
keys-go-mine = Open “My cases”
keys-go-warned = Open “At risk, mine”
keys-go-customer = Open “Waiting for customer”
keys-go-support = Open “With support”
keys-go-unowned = Open “Unassigned”
keys-palette = Open search and actions
keys-find = Go to the words that narrow a list, or to the search by number
keys-sheet = Show the list of keys
keys-send = Send or save what you have written
keys-send-next = Send the reply and go to the next case of the view
keys-leave = Leave the field (the draft stays)
keys-are-off = Single-letter keys are switched off in your profile.
keys-switch-link = Change this setting
keys-switch-lead = If speech input or other tools press keys by mistake, you can switch single-letter keys off. Keys held with Ctrl or ⌘ still work.
keys-switch-off = Switch single-letter keys off
keys-switch-on = Switch single-letter keys on
keys-sheet-link = Show all keys
keys-none = None
keys-own-hint = Enter the keys you want: one letter, digit or sign, or two that are pressed one after the other (such as “g i”). A capital letter is pressed with Shift. A field left empty goes back to its default key.
keys-own-save = Save keys
keys-own-saved = Your keys have been saved.
keys-own-default = Default:
keys-own-fixed = Cannot be changed:
keys-own-reset = Use default
keys-own-reset-all = Use default for all
keys-wrong-unreadable = The key for “{ $action }” cannot be read. Enter one letter, digit or sign, or two that are pressed one after the other (such as “g i”).
keys-wrong-held = “{ $action }” cannot have a key held with Ctrl, Alt or ⌘, because browsers, systems and screen readers use these. Enter one character, or two that are pressed one after the other.
keys-wrong-browser = “{ $action }” cannot have “{ $entered }”, because browsers use it to move around, to search and the like. Enter another letter, digit or sign.
keys-wrong-input-method = “{ $action }” cannot have “{ $entered }”, because input methods or accents use it and it may never reach the page. Enter another letter or digit, or another sign of a Latin keyboard.
keys-wrong-taken = “{ $action }” and “{ $other }” have the same key. Change one of them.
keys-wrong-begins = The keys of “{ $action }” and “{ $other }” begin with the same character and cannot be told apart. Change one of them.
close-dialog = Close

# Kept to its team

private-label = Its team only
private-now = Only its owner, its team and those who lead see it.
private-close = Keep it to its team
private-open = Open it to all agents
did-make-private = Kept it to its owner and team.
did-make-open = Opened it to all agents.

# Going through a view
walk-label = Cases before and after this one
walk-previous = Previous
walk-next = Next
walk-end = End of this view
serve-next = Work on next case
serve-none = No case of yours and no unassigned case waits for support right now. New ones appear in the lists as they arrive.
compose-send-next = Send & next
sent-over = The reply in case { $number } was sent.
sent-open = Open the case

# Words that narrow a list
words-title = Narrow this list
words-hint = Words of the subject or of the external reference, and owner:me, severity:S1, turn:us, plan:name, company:name or cause:name, with spaces between.
words-subject = Subject
words-owner = Owner
words-severity = Severity
words-turn = Turn
words-plan = Plan
words-company = Company
words-unknown = There is no condition “{ $word }”, so it was not used. Use owner, severity, turn, plan, company or cause, or put it in quotation marks (") to look for it in the subject.
words-no-owner = Nobody of support is called “{ $word }”, so this condition was not used. Use “me”, “none” or part of an agent’s name.
words-no-turn = “{ $word }” cannot be read, so this condition was not used. Use “us” or “customer”.
words-no-severity = There is no severity “{ $word }”, so this condition was not used. Use one of these: { $all }
words-no-plan = There is no plan “{ $word }”, so this condition was not used. Use one of these: { $all }
words-no-company = No company’s name holds “{ $word }”, so this condition was not used. Check that part of the name.

# A look into a case from the list
peek-title = Case { $number } at a glance
peek-open = At a glance
peek-label = The case at a glance
peek-last = The customer’s latest message
peek-nothing = There is no message from the customer yet.
peek-seen = Mark as read

# One box for everything
palette-title = Search and actions
palette-label = Find an action, a view, a case number or a subject
palette-list = Suggestions
palette-view = View
palette-article = Link to this article in the reply
palette-none = No case has “{ $text }” in its number or subject. Try other words.
palette-nothing = Nothing matches. Try other words.

# Assigning several at once.
bulk-title = Change several cases
bulk-snooze-hint = You can snooze cases that are yours. Unassigned ones become yours.
bulk-snooze-go = Snooze
bulk-status-go = Change the status
bulk-tag-go = Add the tag
bulk-tag = Tag to add
bulk-tagged = Tagged
bulk-changed = { $n ->
    [one] { $number } case was changed.
   *[other] { $number } cases were changed.
  }
bulk-pick = Choose
bulk-hint = Choose cases to change them together.
bulk-chosen = {"{n}"} chosen
bulk-take = Assign to me
bulk-choose = Choose owner, status and more
bulk-all = Choose all or none
bulk-cases = { $n ->
    [one] 1 case
   *[other] { $number } cases
}
bulk-keep = As it is
bulk-none-title = No case is chosen
bulk-none = Go back to the list and choose the cases to change.
bulk-back = Back to the list
bulk-done = { $n ->
    [one] 1 case is assigned.
   *[other] { $number } cases are assigned.
}
bulk-nothing = No case was changed.
bulk-undone = { $n ->
    [one] 1 case is back where it was.
   *[other] { $number } cases are back where they were.
}
bulk-undo = Undo
bulk-now = Owner: { $owner }
bulk-now-both = Owner: { $owner } ({ $team })
bulk-as-it-was = It was so already
bulk-changed-since = Something else has changed, so it was left as it is. Open the case to see.
bulk-failed = It could not be changed. Open the case and try again.
bulk-unknown = There is no such case. Refresh the list and choose again.
keys-pick = Choose the case, or not
keys-pick-all = Choose all cases, or none

# A case that is put to sleep
inbox-snoozed = Snoozed
snooze-title = Snooze case { $number }
snooze-open = Snooze
snooze-lead = The case leaves “My cases” until the time you choose. It comes back earlier if the customer gets in touch or a deadline warning is given. Deadlines keep running, and the customer sees nothing of it.
snooze-later-today = Later today
snooze-tomorrow = Tomorrow morning
snooze-next-week = First working day of next week
snooze-answer = Until the customer answers
snooze-go = Snooze until then
snooze-back = Back without snoozing
snooze-wake = End snooze
snoozed-until = Snoozed until { $at }
snoozed-until-answer = Snoozed until the customer answers
field-until = Date and time
did-snooze = Snoozed the case until { $at }.
did-snooze-until-answer = Snoozed the case until the customer answers.
did-wake-time = The time came, and the snooze ended.
did-wake-customer = The customer got in touch, and the snooze ended.
did-wake-clock = A deadline warning ended the snooze.
did-wake-staff = Ended the snooze.
keys-snooze = Snooze the case
keys-undo = Undo what was just done
refused-not-owner = Only the owner of this case can snooze it. Assign it to yourself and try again.
refused-due-soon = A deadline is close, so the case cannot be snoozed. Answer the customer and try again.
wrong-not-ahead = “{ $field }” has to lie ahead, within { $days } days.

# A case that is taken with the first stroke
taken-now = You began to write, so this case is now yours.
taken-back = The case is back where it was. What you have written stays.
taken-changed-since = Something else has changed, so the case was left as it is. Open it again to see.
taken-by-other = { $name } has this case now. Talk to them before you reply.
did-undo-taking = The assignment was undone, and the status is “{ $status }” again.
bulk-too-many = At most { $number } cases can be changed at once. Choose fewer and try again.

# Why support closed a case
field-cause = Cause
field-cause-when-closing = Cause, if this closes the case
cause-hint = You can choose one when you close the case. Customers do not see it.
cause-hint-required = Needed when you close the case. Customers do not see it.
cause-none = None
cause-go = Save cause
fact-cause = Cause
column-cause = Cause
did-set-cause = Set the cause to “{ $cause }”.
words-cause = Cause
words-no-cause = There is no cause “{ $word }”, so this condition was not used. Use one of these: { $all }
follow-up-title = Open a follow-up case
follow-up-go = Open the follow-up
