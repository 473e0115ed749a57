# What the customers' portal says.

# Navigation
nav-main = Main menu
nav-home = Home
nav-cases = Cases
nav-admin-cases = Admin cases
nav-new = Open a case

# Home
home-greeting = Hello, { $name }
home-needs-you = Cases waiting for you ({ $number })
home-with-support = Cases with support ({ $number })
home-whose = Cases shown
home-own = My cases
home-company = Include my company's cases
home-needs-company = Cases waiting for your company ({ $number })
home-with-support-company = Your company's cases with support ({ $number })
home-resources = Learning and guides
ahead-title = Coming up
ahead-none = No conferences or calls are planned.
ahead-conference = Conference
ahead-call = Phone call
ahead-session = Support session
ahead-between = Between { $from } and { $until }
ahead-by = By { $at }
ahead-since = Running since { $at }
shared-title = Shared by support
home-popular = What others read most
home-all = Show as a list
home-since = for { $span }
home-nothing-needed = No case is waiting for you. When support asks a question or proposes a solution, you will see it here.
home-nothing-open = You have no cases with support. Open one if you need help.
home-basic = Your access level is basic: you can read support information. To see or open your company's cases you need more access.
home-reader = Your access level is read-only: you can see your company's cases. To open cases and reply you need more access.
home-restricted = You can open cases. Regulation keeps them from being shown here once they are open.
home-guest = You are here without an account, and see the cases that you opened yourself.
home-ask-access = Ask for more access
home-now = Open just now
home-support-info = Hours and how support works
start-title = Support
home-doors = Open a case by what you need
home-urgent = If it is urgent
home-urgent-text = If your business has stopped, please call us as well. If you have opened a case, give its number.

# Lists
list-title = Cases
list-admin-title = Admin cases
list-caption = { $whose } ({ $view })
views-own = My cases
views-company = Company cases
view-not-closed = Not closed
view-support = Support action
view-customer = Customer action
view-closed = Closed
filters-label = Filters
filter-all = All
filter-go = Apply filters
filter-clear = Clear filters
list-empty-title = There are no cases in this list
list-empty = Cases appear here when they are opened or when their state changes.
list-empty-filter-title = No cases match
list-empty-filter = Change or clear the filters.

# Opening a case
new-title = New case
new-lead = Choose what comes closest to what you need.
new-more = Add optional details
options-offered = Options for “{ $field }”: {"{n}"}
lacking = “{ $what }” comes with the plan “{ $plans }”.
lacking-told = { $told } { $whom }
lacking-ask = { $whom }: { $text }
lacking-ask-kind = Open a case of the kind “{ $kind }” to ask about it.
did-copies-add = added to the copies: { $added }
did-copies-remove = took out of the copies: { $removed }
did-copies-change = added to the copies: { $added }; took out: { $removed }
did-set-reference = set { $label } to “{ $to }”
did-clear-reference = cleared { $label }
reference-change = Enter or change: { $label }
reference-lead = The customer’s own number for this matter. Lists show it, sort by it and find it, and files hold it. Leave it empty to clear it.
reference-save = Save
copies-lead = They get every answer by mail. Who is taken out gets none from then on.
copies-now = In copy now
copies-out-hint = Tick whom to take out.
copies-add = Addresses to add
copies-change = Add or take out
copies-save = Save
copies-nobody = Nobody
options-refresh = Update options

# A case
case-opened = Case { $number } received
facts-label = Case details and actions
reply-jump = Write a reply
reply-title = Reply
reply-to = To: { $desk }
reply-send = Send to support
solution-question = Did this solution work?
solution-worked = It worked
solution-failed = I still need help
close-title = Close case
close-comment = Comment for support

# When one cannot reply
no-reply-title = You cannot reply
no-reply-read-only = With your access level you can read cases but not reply. If you need to reply, ask your company's account admin for read/write access.
no-reply-not-submitter = Here only the person who opened a case and the account admin can reply. Ask the person who opened it, or open a new case.
follow-up = Go on with this in a new case
follow-up-description = This goes on with case { $number }.
copy-number = Copy the case number
copied = Copied
copied-subject = Copied with the subject
copied-address = Copied the address
taken-next = Support looks at it and gets in touch with you.
taken-next-by = Support looks at it and answers by this way: { $way }.
taken-keep = Regulation keeps you from reading the case here from now on. Note the number: you will be asked for it.
no-reply-closed = This case is closed, so you cannot reply. Request to reopen it if you need more help.
no-reply-closed-for-good = This case is closed, so you cannot reply. If there is more, open a new case and mention the number of this one.
no-reply-asked = You have requested to reopen this case. Support is looking at your request; please wait to hear from us.
reopen-reason = Why it needs to be reopened
reopen-go = Request to reopen

# Added
reopen-now = Reopen
order-closed = Latest closed first
home-nothing-open-reader = No cases are with support at the moment.
help-holidays = Closed on
help-address = Address
demo-needs = { $n ->
    [one] { $number } case waiting
   *[other] { $number } cases waiting
}
