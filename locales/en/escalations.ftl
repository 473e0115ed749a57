# Escalations.

escalation-name = Escalation
escalated-at = Escalated: { $step }
escalation-is-asked = Asked for
escalation-at = { $number } { $step }
escalation-has-ended = { $number } ended
column-escalation = Escalation
order-escalation = By escalation
escalation-copy = Copy the escalation number
inbox-escalated = Escalated

# How far it is.
escalation-steps = How far the escalation is
escalation-step-now = now
escalation-step-done = done
escalation-step-ahead = ahead
escalation-step-left = left out
escalation-customers = Customer’s part
escalation-expected-day = Expected { $day } (no promise)
escalation-history = Earlier expected days
escalation-no-day = No day yet
escalation-told = { $day } (told { $at })
escalation-told-why = { $day } (told { $at }) because: { $reason }
escalation-outcome = What is wanted, and the call
escalation-calls = { $name } will call by { $at }.
escalation-call-overdue = { $name } was to call by { $at }, and has not yet.
escalation-called = { $name } called on { $at }.
escalation-call-by = Call due { $at }
escalation-ended-confirmed = Resolved and confirmed
escalation-ended-resolved = Resolved
escalation-ended-returned = Returned to support
escalation-ended-closed = Ended with the case

# Sentences of the story.
did-escalate = Submitted escalation { $number }
did-manage-escalation = { $name } will call by { $at }. Wanted: { $outcome }
did-brief = Noted what engineering is to do
did-brief-with = Noted what engineering is to do (defect { $tracker })
did-move-escalation = Moved the escalation on to “{ $step }”
did-move-escalation-back = Moved the escalation back to “{ $step }”
did-expect = Expects a solution on { $day } (no promise)
did-expect-no-longer = Cannot tell a day for the solution any more
did-confirm-escalation = Confirmed the resolution; the escalation has ended
did-resolve-escalation = Resolved the escalation
did-return-escalation = Returned the escalation to support
did-close-escalation = The case was closed, and the escalation has ended with it
did-call-back = Called the customer
did-miss-callback = Nobody has called by { $at }
did-dismiss-escalation = Decided against an escalation ({ $ground })

# What is suggested, and what can be done.
escalation-suggested = Consider an escalation
escalation-ground-breaches = { $n ->
    [one] { $number } promise was broken
   *[other] { $number } promises were broken
}
escalation-ground-reopenings = { $n ->
    [one] It was reopened once
   *[other] It was reopened { $number } times
}
escalation-ground-silent = The customer has heard nothing since { $at }
escalation-ground-survey = The customer was not content in the survey of { $at }
escalation-dismiss = Not now
escalate = Escalate
escalate-hint = The customer reads it. Say what is going on, and what is asked for.
escalate-go = Submit the escalation
field-summary = The problem
lane-management = For an unhappy customer
lane-management-hint = With this you promise a call by somebody, by a time. The customer reads it too.
field-outcome = What the customer wants
field-caller = Who calls
field-by = By when
lane-engineering = For engineering
lane-engineering-hint = For staff alone. Say what is wrong, how to reproduce it, and what was checked.
field-defect = What is wrong
field-tracker = Number of the defect
escalation-engineering = For engineering
escalation-staff-only = For staff alone.
escalation-call-title = Call the customer
field-called-text = What was agreed on the phone (the customer reads it)
escalation-call-go = Record the call
escalation-move = Move to another step
field-step = Step
field-step-text = What the customer is told
escalation-step-hint = Needed when you ask for the confirmation, resolve it, or go back.
escalation-move-go = Move
escalation-expect = Expect a day
field-expected-on = Expected day
escalation-expect-hint = The customer reads it, with the words that it is no promise. Empty: no day can be told.
field-expected-reason = Why it has changed (the customer reads it)
escalation-expect-go = Tell the day
escalation-lanes = Change what is wanted and asked
escalation-lanes-go = Save
wrong-past = “{ $field }” lies in the past. Please enter a later time.
refused-escalated-already = An escalation runs already. Open the page again, and add to the one that runs.
refused-not-escalated = No escalation runs. Please open the page again.

# Mails.
occasion-escalated = Escalation begun
occasion-escalation-submitted = Escalation submitted
occasion-escalation-moved = Escalation moved
occasion-callback-owed = Call to make
occasion-callback-missed = Call not made

# What is wrong in a desk file.
desk-problem-asks-nothing-what = The step in which the customer confirms the resolution names no status that asks whether the solution worked{ $status ->
    [none] {""}
   *[other] {" "}(“{ $status }” does not)
}.
desk-problem-asks-nothing-remedy = Give it as status one that has asks_solution = true.

# Who works on it, and with what.
inbox-confirm = Confirm with customer
inbox-queue = Escalated to my team
evidence-title = What goes with it
evidence-missing = Missing (you can submit it all the same)
evidence-environment = The environment in which it happens
evidence-record = A log, a screenshot or another record (as an attachment)
evidence-records = Records
evidence-broken = Promises that were broken
evidence-receipt = See how they were counted
evidence-none = No questions were answered, and there are no records.
field-queue = Team it goes to
queue-hint = It appears in that team’s list. Owner and team of the case stay as they are.
queue-none = No team
queue-load = { $team } (escalations: { $waiting }, not closed: { $open }{ $hours ->
    [none] {""}
   *[other] {"; "}{ $hours }
})
escalation-finish = Engineering has finished
escalation-finish-hint = For staff alone. Say what was fixed, and what the customer is to confirm.
escalation-finish-go = Give it back to the owner
field-finished-text = What was done
escalation-to-confirm = Confirm with customer
escalation-finished-hint = Engineering has finished. Please ask the customer to confirm the resolution.
escalation-confirm-go = Ask for the confirmation
escalation-return = Return to support
escalation-return-hint = The customer reads it too. Say why, and what is needed next.
escalation-return-go = Return it
field-returned-text = Why it is returned
escalation-returned-why = Why it is back with support
escalation-returned-to = Now: { $turn }
did-finish-escalation = Engineering has finished; the owner is to confirm it with the customer
did-queue-escalation = Put the escalation into the queue of “{ $team }”
refused-not-with-engineering = Engineering has finished with it already. Open the page again, and ask the customer to confirm the resolution.
occasion-escalation-queued = Escalation in the team’s queue
occasion-escalation-back = Escalation back with the owner
field-confirm-text = What the customer is to confirm
inbox-suggested = Escalations to consider
escalation-day-passed = expected day passed
escalation-day-passed-text = This day has passed. What follows is told here.
did-suggest-escalation = Those who lead were asked to consider an escalation: { $ground }
did-pass-expected-day = The expected day ({ $day }) has passed, and no other one was told
did-suggest-incident = Those who lead were asked to check for an incident: { $companies } companies, { $cases } cases alike
occasion-escalation-suggested = Escalation to consider
occasion-expected-day-passed = Expected day passed
occasion-incident-suggested = Incident to consider
did-suggest-managed-incident = Those who lead were asked to consider an incident: it is of the gravest, and the plan has such managed
