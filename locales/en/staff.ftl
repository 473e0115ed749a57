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
compose-send = Send to { $name }
compose-then = Status after sending
compose-then-same = Leave as it is
compose-note = Add internal note
compose-note-small = Customers never see this
compose-note-label = Note
compose-note-hint = Only support agents can read this. You can use Markdown.
compose-note-save = Save internal note
compose-leave = Close the editor
note-title = Internal note (customers never see this)

# Keyboard
keys-title = Keyboard shortcuts
keys-move = Go to the next or previous case
keys-open = Open the selected case
keys-reply = Reply to customer
keys-note = Add internal note
keys-mine = Take this case
keys-assign = Go to the choice of owner
keys-status = Go to the choice of status
keys-find = Go to the search by case number
keys-sheet = Show this list
keys-send = Send or save what you have written
close-dialog = Close

# Kept to its team

private-label = Its team only
private-now = Only its owner, its team and those who lead see it.
private-close = Keep it to its team
private-open = Open it to all agents
did-make-private = Kept it to its owner and team.
did-make-open = Opened it to all agents.
