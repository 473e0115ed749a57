# Calls and conferences.

appointments-title = Calls and meetings
appointments-open = Details
appointments-ask = Ask for a call or meeting
appointments-for-staff = Record or set
appointments-done = Saved.

# Calls.
calls-heading = Calls
calls-none = No call is waited for.
call-wish-line = A call is wanted between { $from } and { $until }.
call-wish-missed = A call was wanted between { $from } and { $until }, and has not been made yet.
call-wish-phone = Number: { $phone }
call-withdraw = Withdraw the request
call-ask = Ask for a call
call-ask-lead = Choose a time in which you can be reached. An agent calls you within it.
field-call-from = From
field-call-until = Until
field-call-phone = Phone number
call-phone-hint = Only if it is another than in your profile.
field-call-reason = What you want to talk about
call-ask-go = Ask for the call
call-keep = Record a call
field-call-way = Who called
call-way-out = We called
call-way-in = The customer called
field-call-reached = Outcome
call-reached-yes = We talked
call-reached-no = Nobody answered
field-call-with = With
field-call-began = Began at
field-call-minutes = Minutes
field-call-subject = Subject
call-subject-hint = “{ $subject }” where you leave it empty.
field-call-summary = What was said (the customer reads it)
call-summary-hint = It stands on the customer’s page of the case, and is mailed to them.
field-call-internal = Internal note
call-keep-go = Record the call
did-ask-call = asked for a call between { $from } and { $until }
did-withdraw-call = Withdrew the request for a call
did-call-out = { $subject }: called { $name } ({ $at }, { $minutes } min)
did-call-in = { $subject }: { $name } called ({ $at }, { $minutes } min)
did-call-nobody = { $subject }: called { $name }; nobody answered ({ $at })
did-open-by-phone = opened this case by phone

# Conferences.
conferences-heading = Meetings
conferences-none = No meetings are planned.
conferences-file = Add to calendar (.ics)
conferences-past =
    { $n ->
        [one] { $number } meeting that is over or cancelled
       *[other] { $number } meetings that are over or cancelled
    }
conference-when = { $at }–{ $until }
conference-asked = To be scheduled
conference-pending = Waiting for answers
conference-accepted = Accepted
conference-declined = Declined by all
conference-cancelled = Cancelled
conference-over = Over
coming-awaited = No answer yet
coming-accepted = Coming
coming-declined = Not coming
conference-way-over = This meeting is over.
conference-way-on = The meeting is on.
conference-way-soon =
    { $n ->
        [one] Begins in { $number } minute.
       *[other] Begins in { $number } minutes.
    }
conference-way-ahead = Begins in { $span }.
conference-way-later =
    { $n ->
        [one] The button to join appears { $number } minute before.
       *[other] The button to join appears { $number } minutes before.
    }
conference-join = Join the meeting
conference-passcode = Passcode
conference-passcode-show = Show
conference-do-you-come = Will you come?
conference-accept = I will come
conference-decline = I will not
conference-mark-accepted = Mark as coming
conference-mark-declined = Mark as not coming
conference-wished-title = Wished for
conference-wished-at = Wished for: { $at }
conference-ask = Ask for a meeting
conference-ask-go = Ask for the meeting
conference-new = Set up a meeting
conference-set = Set the time
conference-move = Change time or people
conference-set-go = Save and send invitations
conference-turn-down = Turn the request down
conference-cancel = Cancel the meeting
conference-cancel-go = Cancel and tell everybody
field-conference-reason = What the meeting is for
field-conference-wished = When it would suit
conference-wished-hint = Up to three.
conference-wish-n = Choice { $n }
field-conference-minutes = Minutes
field-conference-people = People to invite
conference-people-hint = E-mail addresses, one a line.
field-conference-subject = Subject
field-conference-at = Begins at
field-conference-link = Link to join
field-conference-passcode = Passcode
conference-passcode-hint = It is in no mail. The page of the case shows it to who asks for it.
conference-passcode-stays = There is one. Enter another only to change it.
conference-no-passcode = Needs no passcode
field-conference-words = Message to those invited
field-conference-text = Words to send with it
did-ask-conference = Would like a meeting: “{ $subject }”
did-set-conference = Set the meeting “{ $subject }” for { $at }
did-move-conference = Moved the meeting “{ $subject }” to { $at }
did-accept-conference = { $who } is coming to “{ $subject }”
did-decline-conference = { $who } is not coming to “{ $subject }”
did-cancel-conference = Cancelled the meeting “{ $subject }”
conference-join-at = Link to join: { $link }
conference-passcode-on-page = The passcode is on the page of the case.
conference-passcode-asked = Please ask whoever invited you for the passcode.
conference-answer-on-page = Please say on the page of the case whether you come. Replies to this address are not read.

# Staff's list, and cases opened by phone.
calls-title = Calls and meetings
calls-lead = Calls that are promised, and meetings to come.
calls-owed-title = Calls owed
calls-owed-none = No calls are owed.
calls-owed-count =
    { $n ->
        [one] { $number } call owed
       *[other] { $number } calls owed
    }
conferences-count =
    { $n ->
        [one] { $number } meeting to come
       *[other] { $number } meetings to come
    }
conferences-ahead-title = Meetings to come
conferences-ahead-none = No meetings to come.
call-why-asked = Asked for by the customer
call-why-promised = Promised with an escalation
call-why-severity = Wanted by the severity
call-by = By { $at }
call-overdue = Overdue
calls-calendar = Your calendar program can show them, too.
caller-title = Open a case by phone
caller-label = Who is calling
caller-find = Find
caller-hint = Part of a name, an e-mail address or a company.
caller-by-pin = Find by PIN
caller-none = Nobody found. Try other words.
phone-opening-title = A case by phone
phone-opening-kind = Kind of case
phone-opening-none = This person has no deployment to open a case for. Their account admin can make them a designated contact.
phone-opening-go = Open the case

# One's own calendar.
calendar-title = Calendar address
calendar-name = Support
calendar-lead = Your meetings and calls in your own calendar program.
calendar-once = The address is shown this once. Add it to your calendar program.
calendar-copy = Copy the address
calendar-since = There is an address, made { $at }.
calendar-none = There is no address yet.
calendar-what = It has the meetings you are invited to, and calls that you wait for or owe. Passcodes are not in it.
calendar-secret = Whoever knows the address reads it without signing in. Do not pass it on.
calendar-make = Make an address
calendar-renew = Make a new address
calendar-end = End the address
calendar-made = A new address was made. The one before no longer works.
calendar-ended = The address was ended.
calendar-call-awaited = Call from support ({ $number })
calendar-call-owed = Call the customer ({ $number })

# What is entered and done.
wrong-too-soon = “{ $field }” needs a time { $minutes } minutes from now or later.
wrong-too-short = “{ $field }” needs a time at least { $minutes } minutes after the beginning.
wrong-not-a-link = “{ $field }” needs an address that begins with https://.
refused-call-asked = A call is asked for already. To change the time, withdraw that request first.
refused-no-conference = This meeting was not found. Please open the latest page.
refused-conference-over = This meeting is over or cancelled. Please open the latest page.

# Mails and the audit.
occasion-conference-answered = Answers to invitations
occasion-conference-asked = A meeting is wanted
occasion-conference-invited = Invitations to meetings
occasion-conference-cancelled = Meetings cancelled
looked-passcode = Passcode of a meeting shown
