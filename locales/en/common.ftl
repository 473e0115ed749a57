# Words that portal and staff pages share. A key is a whole sentence or label; what stands in braces is filled in.

# The frame of every page
product = Madoguchi
language = Language
language-name = English
title-error = {"Error: "}
title-separator = {" | "}
list-separator = {" · "}
sentence-separator = {" · "}
option-separator = {": "}
skip = Skip to the main content
crumbs = Breadcrumbs
required = Required
optional = Optional
choose = Please choose
back = Back
nav-help = Help
foot-api = API reference (OpenAPI)
foot-version = Madoguchi { $version }
find-label = Search cases and knowledge
find-placeholder = Number, words, question
find-placeholder-staff = Number, words, contract or site
find-go = Find
theme = Brightness
theme-auto = Follow the device
theme-light = Light
theme-dark = Dark
sign-out = Sign out
slow-long = This is taking longer than usual. Please keep waiting. If you stop, what you typed stays here, but it may have arrived already: please check for that before you send it again.
slow-call-off = Stop waiting
slow-sending = Sending…
slow-saving = Saving…
slow-checking = Checking…

# Times. Patterns are strftime's; {"{w}"} is the weekday and {"{m}"} the month by name.
date-table-day = %Y-%m-%d
date-long = {"{w}"}, %-d {"{m}"} %Y, %H:%M
date-day = {"{w}"}, %-d {"{m}"} %Y
date-clock = %H:%M
weekdays = Mon Tue Wed Thu Fri Sat Sun
months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
span-minutes =
    { $n ->
        [one] { $number } minute
       *[other] { $number } minutes
    }
span-hours =
    { $n ->
        [one] { $number } hour
       *[other] { $number } hours
    }
span-days =
    { $n ->
        [one] { $number } day
       *[other] { $number } days
    }
zone-tokyo = Times are in Japan time (JST)
zone-utc = Times are in Coordinated Universal Time (UTC)
zone-other = Times are local to { $zone }

# Whose turn it is
turn-customer = Waiting for customer
turn-support = With support
turn-nobody = Done

# A case, wherever it is shown
case-title = { $number } { $subject }
kind-name = { $kind }: { $sub }
status-name = { $status }: { $sub }
status-title = Where this case stands
status-next = What happens next
text-erased = (This text has been erased)
flag-yes = Yes
flag-no = No
owner-none = Unassigned
facts-title = Case details
answers-title = Answers from the form
fact-account = Account
fact-contact = Contact
fact-email = Contact's e-mail
fact-owner = Owner
fact-team = Team
fact-kind = Case type
fact-severity = Severity
fact-product = Product
fact-deployment = Deployment
fact-identifier = Deployment identifier
fact-environment = Environment
fact-channel = Channel
fact-opened = Opened
fact-modified = Last modified
fact-closed = Closed
fact-reopenings = Times reopened
fact-source = Number in the previous system

# Columns of lists
column-number = Case number
column-kind = Case type
column-subject = Subject
column-subject-customer = Subject and customer
column-deployment = Deployment
column-status = Status
column-severity = Severity
column-product = Product
column-channel = Channel
column-opened = Opened
column-modified = Last modified
column-contact = Contact
column-owner = Owner
column-waiting = Waiting

# Where in a list one is
views-label = Lists to show
pager-label = Pages of this list
pager-previous = Previous
pager-next = Next
pager-range = Showing { $from }–{ $to } of { $total }
total-exactly =
    { $n ->
        [one] { $number } case
       *[other] { $number } cases
    }
total-more-than = more than { $number } cases

# The story of a case
story-title = Story so far
story-parts = Shown of it
story-all = All
story-messages = Messages
story-files = Files
story-sessions = Sessions
story-newest-first = Newest first
story-oldest-first = Oldest first
story-none = There is nothing of this kind.
story-latest = Go to the latest
role-customer = Customer
role-support = Support
role-system = System
who-separator = {": "}
did-open = opened this case
did-update = posted an update
did-reply = replied
did-note = added a note
did-request-reopening = asked to reopen this case
did-status = Changed the status to “{ $status }”.
did-take = An owner was assigned, and the status is now “{ $status }”.
did-answer = Posted an update, and the status is now “{ $status }”.
did-worked = Answered “It worked”, and the status is now “{ $status }”.
did-not-work = Answered “I still need help”, and the status is now “{ $status }”.
did-close = Closed the case, and the status is now “{ $status }”.
did-reopen = Reopened the case, and the status is now “{ $status }”.
did-assign-both = Set the owner to { $owner } and the team to “{ $team }”.
did-assign-owner = Set the owner to { $owner }.
did-assign-team = Set the team to “{ $team }”.
did-unassign = Removed the owner and the team.

# Writing
draft-kept = What you were writing has been restored.
markdown-hint = Use Markdown for bold text, lists, links and tables.
send-hint = Press Ctrl+Enter (⌘+Enter on a Mac) to send.
save-hint = Press Ctrl+Enter (⌘+Enter on a Mac) to save.
count-left = Characters left: {"{n}"}
count-over = Characters over the limit: {"{n}"}

# Names of fields
field-text = Message
field-reason = Reason
field-comment = Comment
field-worked = Result of the solution
field-kind = Case type
field-owner = Owner
field-team = Team
field-to = New status
field-email = E-mail address
field-password = Password
field-password-again = Password (again, to confirm)
field-family = Family name
field-given = Given name

# What is wrong with what was entered: cause and remedy
errors-title =
    { $n ->
        [one] There is { $number } thing to check
       *[other] There are { $number } things to check
    }
wrong-missing = “{ $field }” is empty. Please fill it in.
wrong-not-chosen = “{ $field }” is missing. Please choose or enter it.
wrong-too-long = “{ $field }” is longer than the limit of { $max } characters. Please shorten it.
wrong-not-offered = The choice for “{ $field }” is not available with your other answers. Please choose again from what is shown.
wrong-number = “{ $field }” is not a whole number from { $min } to { $max }. Please enter one in this range.
wrong-date = “{ $field }” is not a date we can read. Please enter a real date, for example 2026-11-21.
wrong-address = “{ $given }” is not a complete e-mail address. Please correct it, for example name@example.com.
wrong-not-in-plan = What you chose comes with the plan “{ $plans }”. Please choose something else.
wrong-too-many = “{ $field }” has more than the limit of { $most } entries. Please remove some.

# Why something was refused: cause and remedy
refused-not-allowed = You do not have permission to do this. If you need it, customers can ask their account admin, and support agents an administrator.
refused-closed = This case is closed, so we could not do this. If there is more, request to reopen it or open a new case.
refused-not-closed = This case is not closed, so there is no need to reopen it. If there is more, reply to this case.
refused-no-solution = We could not take your answer to the solution, because the case has changed. Check where it stands now, and reply if there is more.
refused-no-such-move = The case cannot move from its present status to the one you chose. Check its latest status and choose again from what is shown.
refused-fields = Some of what you entered cannot be taken as it is. Check the note beside each field and correct it.
refused-never-reopened = Closed cases cannot be reopened here. If there is more, open a new case and mention the number of this one.
refused-reopening-over =
    { $n ->
        [one] This case was closed more than { $number } day ago, so it cannot be reopened. If there is more, open a new case and mention the number of this one.
       *[other] This case was closed more than { $number } days ago, so it cannot be reopened. If there is more, open a new case and mention the number of this one.
    }
refused-asked-already = Reopening has already been requested. Please wait to hear from support.

# The page of a failure
fail-home = Go to the home page
fail-not-found-what = We cannot find that page
fail-not-found-remedy = Check the address or search by case number. You also see this when you do not have access to a page.
fail-not-allowed-what = You do not have permission to do this
fail-not-allowed-remedy = If you need it, customers can ask their account admin, and support agents an administrator.
fail-refused-what = We could not do this
fail-conflict-what = Another change was saved first
fail-conflict-remedy = To avoid a mix-up, yours was not saved. Check the latest version, then try again.
fail-too-many-what = There were too many attempts
fail-too-many-remedy =
    { $n ->
        [one] Wait { $number } second, then try again.
       *[other] Wait { $number } seconds, then try again.
    }
fail-foreign-what = We cannot confirm that this came from a page of this portal
fail-foreign-remedy = To be safe, nothing was done. Open the portal again, then try once more.
fail-unsafe-what = You cannot sign in over a connection that is not encrypted
fail-unsafe-remedy = Use an address that begins with “https://”, or work on the machine where this program runs. If you do not know the address, ask your administrator.
fail-broken-what = We could not finish this
fail-broken-remedy = Something went wrong on our side. Try again in a few minutes. If it keeps happening, contact us.

# Signing in
sign-in-title = Sign in
sign-in-go = Sign in
sign-in-failed = The e-mail address or the password does not match. Check them and sign in again. If it still does not work, contact us.

# Help and contact
help-title = Help and contact
help-contact = How to reach us
help-hours = Hours
help-phone = Phone
help-phone-hours = Phone hours
help-mail = E-mail
help-severities = What each severity means

# Making the first administrator
setup-title = Register the first administrator
setup-lead = This Madoguchi has no administrator yet. Once the first one is registered, this page is no longer available.
setup-secret = Setup secret
setup-secret-hint = Paste the text that the program printed when it started. It is new with every start.
setup-password-hint =
    { $n ->
        [one] Use at least { $number } character.
       *[other] Use at least { $number } characters.
    }
setup-go = Register administrator
setup-wrong-secret = The setup secret does not match. Paste the text exactly as the program printed it when it last started.
setup-wrong-family = The family name is empty. Please fill it in.
setup-wrong-email = That is not a complete e-mail address. Please enter one such as name@example.com.
setup-wrong-again = The two passwords are different. Please enter the same password again.

# The demo
demo-title = Who would you like to be?
demo-lead = This demo runs on this computer alone. Choose a person to sign in as them without a password. All companies, people and cases are fictional.
demo-again = Choose a demo person
demo-try-title = Things to try
demo-try-1 = Be a customer with “read/write” access and open a new case.
demo-try-2 = Be a support agent, open that case in the inbox, take it, and reply with a proposed solution as the status after sending.
demo-try-3 = Be the same customer again and answer the solution with “It worked”.
demo-staff = Support agents
demo-customers = Customers
role-tier1 = Support agent (tier 1)
role-tier2 = Support agent (tier 2)
role-engineering = Support agent (engineering)
role-technical-expert = Technical expert
role-success-manager = Customer success manager
role-supervisor = Supervisor
role-administrator = Administrator
level-basic = Access level: basic
level-read-only = Access level: read-only
level-read-write = Access level: read/write
mail-reader-unknown = colleague
