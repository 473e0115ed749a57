# Receipts of clocks, and the calendars behind them.

receipt-open = The centre was open
receipt-every-hour = Every hour counts
receipt-outside-hours = Outside opening hours
receipt-holiday = Public holiday: { $name }
receipt-closed = Closed: { $name }
receipt-break = Break: { $name }
receipt-day-of-reception = The day of reception does not count
receipt-customers-turn = Waiting for the customer
receipt-raised = After severity was raised, the new target counts from then at least
holiday-new-years-day = New Year’s Day
holiday-coming-of-age-day = Coming of Age Day
holiday-national-foundation-day = National Foundation Day
holiday-emperors-birthday = Emperor’s Birthday
holiday-vernal-equinox-day = Vernal Equinox Day
holiday-showa-day = Showa Day
holiday-constitution-day = Constitution Memorial Day
holiday-greenery-day = Greenery Day
holiday-childrens-day = Children’s Day
holiday-marine-day = Marine Day
holiday-mountain-day = Mountain Day
holiday-respect-for-the-aged-day = Respect for the Aged Day
holiday-autumnal-equinox-day = Autumnal Equinox Day
holiday-sports-day = Sports Day
holiday-culture-day = Culture Day
holiday-labour-thanksgiving-day = Labour Thanksgiving Day
holiday-imperial-ceremony = Imperial ceremony
holiday-substitute-holiday = Substitute holiday
holiday-sandwiched-holiday = Holiday between two holidays

# Centres and promises, for everyone.

help-centres = Support centres
help-centres-caption = Who answers, in which language, and whether just now
centre-name = Centre
centre-languages = Language
centre-channels = Reached by
centre-now = Just now
centre-ahead = Closed ahead
centre-open = Open
centre-closed = Closed
centre-opens = Opens on { $at }
centre-closes = Until { $at }
centre-always = Around the clock, every day
centre-never = No opening is planned
centre-closed-day = { $day } ({ $name })
centre-closed-days = { $first } – { $last } ({ $name })
centre-none-ahead = None within 60 days
in-ja = Japanese
in-en = English
help-promises = What each plan promises
help-promises-caption = Time to the first response of a person, and how often we report after that
promise-severity = Severity
promise-none = –
promise-open = within { $span }
promise-every = update every { $span }
promise-milestone = { $clock }: { $span }
promise-next-business-day = next business day
help-promises-note = Minutes and hours of the first response count while the centre is open. Updates pause while it is your turn.

# Promises and what is due: case pages, lists, the form.

fact-contract = Contract number
fact-plan = Support plan
fact-centre = Support centre
field-centre = Support centre
clock-first-response = First response
clock-next-update = Next update
due-left = { $span } left
due-over = { $span } overdue
due-first-left = First response: { $span } left
due-first-over = First response: { $span } overdue
due-update-left = Next update: { $span } left
due-update-over = Next update: { $span } overdue
due-milestone-left = { $clock }: { $span } left
due-milestone-over = { $clock }: { $span } overdue
due-paused = Paused (waiting for customer)
due-met = Met
due-by = by { $at }
due-answered = answered { $at }
due-answered-late = Answered late
due-reached = reached { $at }
due-reached-late = Reached late
due-not-begun = Has not begun yet
due-stopped = Stopped
span-seconds = { $n ->
    [one] { $number } second
   *[other] { $number } seconds
}
span-separator = {" "}
column-due = Due
order-due = Due first
order-served = Higher plan first
receipt-title = What was promised, and how it is counted
receipt-from = From
receipt-to = To
receipt-span = Time
receipt-counted = Counted
receipt-why = Why
receipt-yes = Yes
receipt-no = No
receipt-lasts = still going on
receipt-note = Counted time adds up to what was promised. Contract, calendar and targets are those of the moment when the case was opened.
for-sales = An emergency of a customer whose contract has run out. Go on helping, and tell the sales team.
did-warn = { $clock }: little time is left ({ $percent }% has passed).
did-breach = { $clock }: the promised time has passed.
did-tell-late = {" "}(due to be told on { $at })
refused-not-entitled = No contract covers this case. See the reasons, and ask whoever looks after your contract.
because-covered = Covered by contract { $contract }, valid until { $to }.
because-ends-soon = Contract { $contract } ends on { $to }. To renew it, ask whoever looks after your contract.
because-no-contract = We find no support contract of yours. Have your contract number ready, and ask whoever looks after the contract, or our sales team.
because-not-covered = Contract { $contract } does not cover the deployment and product you chose. Choose one that it covers, or ask whoever looks after your contract.
because-not-yet = Contract { $contract } begins on { $from }. Until then, please ask whoever looks after your contract.
because-expired = Contract { $contract } ended on { $on }. Renew it to open cases.
because-trial = Technical support is not part of the free trial (until { $to }). See the help articles, or ask our sales team.
because-emergency = It is an emergency, so we take it although the contract has ended. Our sales team will contact you about renewing.
because-channel = { $centre } does not take cases this way. It takes: { $ways }
because-nobody-takes = No centre takes cases this way. Please use another way.
because-closed = { $centre } is closed (it opens on { $opens }). { $other }, which is open now, will answer. You can choose another centre.
because-waits = Closed just now; it opens on { $opens }.
because-no-time = no set time
promise-title = When you will hear from us
promise-choose = Who is to answer
promise-first-by = First response by { $at }
promise-first-none = No time is set for the first response
promise-contract = { $plan } plan. { $contract }
promise-refused = This cannot be taken as it is
check-title = Check before sending
check-lead = Check what you entered and when you will hear from us, then send it.
check-send = Send this
check-edit = Go back and change

# Severity agreed, calls owed, tiers.

severity-change-title = Change the severity
severity-now = Severity now: { $severity }
severity-new = New severity
severity-change-go = Ask for this severity
severity-waits = A change to “{ $severity }” was asked for and waits for the other side.
severity-asked = The other side proposes the severity “{ $severity }”
severity-accept = I agree
severity-decline = I do not agree
severity-decline-reason = Why not
severity-decline-only = only if you do not agree
did-propose-severity = proposed the severity “{ $severity }”
did-change-severity = changed the severity to “{ $severity }”
did-agree-severity = Both sides agreed on the severity “{ $severity }”.
did-decline-severity = did not agree to the severity “{ $severity }”
did-call = spoke by phone
did-raise-tier = raised it to tier { $number }
field-severity-reason = Reason
field-call-note = What was said
field-tier-reason = Reason
refused-severity-already = It has that severity already. Choose another one.
refused-no-severity = No severity waits for your answer. See the case as it is now.
refused-no-call = The call has been recorded already. See the case as it is now.
refused-highest-tier = It stands at the highest tier. Assign it to somebody else instead.
call-needed = For this severity, please call us too
call-owed = The customer has not been called yet
call-owed-short = Call owed
call-note = Whom you spoke with, and what was said
call-record = Record the call
tier-title = Raise the tier
tier-go = Hand it to the next tier
tier-name = Tier { $number }
because-way = Under your plan, cases of this severity are not taken on the portal. Please use: { $ways } ({ $phone })
because-partly = Support for this product in your language covers only part of it.
because-english = Support for this product and plan is in English. { $centre } will answer in English.
because-not-offered = Your plan does not include this product. Choose one that it includes, or ask whoever looks after your contract.

# What another desk file would change.

plan-same = This desk file serves already.
plan-counts = Of { $open } open cases with a promise, { $changed } would change; { $late } of these would be late at once.
plan-line = { $number } { $subject }: { $before } → { $after }
plan-late = {" "}(late)
plan-nothing = nothing due
plan-more = The rest is left out.
plan-applied = The desk file serves from now on. Open cases moved to it: { $number }. A running server takes it up within a second.
did-move-desk = Moved to version { $number } of the desk file.

# Contracts and their use, registering.

contract-title = Contracts and use
contract-valid = Valid
contract-coming = Not begun
contract-ended = Ended
contract-trial = Trial
holding-contracts = Contracts
holding-no-contract = There is no contract.
holding-covers = Covers
holding-covers-all = Everything
holding-sites = Deployments
holding-contacts = Contacts
holding-none = There are none.
holding-level = Access level
holding-admin = Account admin
holding-used = Contacts who open cases: { $used } of { $most }
holding-used-free = Contacts who open cases: { $used }
access-none = None
access-basic = Basic
access-read-only = Read-only
access-read-write = Read/write
accounts-title = Accounts
register-title = Register many
register-lead = Add and change accounts, deployments, contracts, contacts and teams with a CSV.
register-csv = CSV
register-hint = The first line names the columns. There are: account, account_en, deployment, deployment_en, identifier, environments, user_ids, serial_numbers, pins, mail_domains, contract, plan, options, product, trial, from, to, family, given, family_kana, given_kana, email, level, language, time_zone, admin, team, team_en, team_closed
register-dry = Try it (changes nothing)
register-apply = Register this
register-line = Line
register-of = Of
register-result = Result
register-would = This is what would happen
register-done = Registered
register-faulty = Nothing was registered: there are faults
register-empty = The CSV has no rows. Enter a line with the names of the columns, and the rows.
register-unreadable = Line { $line } of the CSV cannot be read ({ $what }). Check names and number of the columns.
register-wrong = { $column }: { $why }
register-add-contract = Add or shorten a contract
register-add-site = Add or change a deployment
register-add-contact = Add or change a contact
register-account = Account
register-contract = Contract number
register-plan = Plan
register-from = First day
register-to = Last day
register-identifier = Identifier (site URL, organization ID and so on)
register-product = Product
register-options = Contract options
register-deployment = Name of the deployment
register-deployment-en = English name
register-environments = IDs of environments (spaces between)
register-family = Family name
register-given = Given name
register-family-kana = Family name in kana
register-given-kana = Given name in kana
register-email = E-mail address
register-level = Access level
register-language = Language
register-time-zone = Time zone
register-admin = Make account admin
register-why-missing = is missing
register-why-not-offered = this desk has no such thing
register-why-not-a-date = give a real day, as in 2026-04-01
register-why-backwards = lies before the first day
register-why-not-an-address = does not look like an e-mail address
register-why-taken = is used elsewhere
register-why-other-period = differs from the period that begins the same day; end that one first
register-why-no-place-left = the plan has no place left; lower another contact’s level or change the plan
register-did-nothing = Nothing to change
register-did-account-added = Account added
register-did-account-renamed = Account renamed
register-did-deployment-added = Deployment added
register-did-deployment-changed = Deployment changed
register-did-contract-granted = Contract added
register-did-contract-ended = Contract shortened
register-did-contact-added = Contact added
register-did-contact-changed = Contact changed
register-did-admin-named = Account admin changed
register-did-team-added = Team added
register-did-team-renamed = Team renamed
register-did-team-closed = Team closed
register-did-team-opened = Team opened

# Coverage by language, what another desk file would change.

help-coverage = Support in { $language }
covered-fully = Full
covered-partly = In part
covered-english-only = English only
covered-not = None
covered-not-offered = Not offered
covered-by-option = By contract option
plan-title = Changing the desk file
plan-lead = See which open cases a new desk file would change. Nothing is changed here; to take it, use the command madoguchi desk apply.
plan-now = Version that serves: { $version }
plan-file = Contents of the desk file (TOML)
plan-go = See what it would change
plan-result = What it would change
plan-faulty = The desk file has faults

# Which door for which need.
doors-title = Where to turn
door-kind = Open a case: { $kind }
door-success-manager = Customer success manager
door-sales = Sales
door-billing = Invoices
door-sign-in = Signing in

# Another vendor.
third-party-title = Another vendor
third-party-now = Asked: { $name }
third-party-named = { $name } (reference { $reference })
third-party-go = Record that it was asked
third-party-then = Status afterwards
third-party-release = Its part is done
fact-third-party = Other vendor
field-third-party = Vendor
field-third-party-reference = Its reference
did-involve = asked { $name }
did-involve-with = asked { $name }, reference { $reference }
did-release = recorded that { $name } has done its part
refused-not-in-plan = The customer's plan does not include asking other vendors. See the account's contracts.
refused-no-third-party = No other vendor is involved in this case. Read the page again.

# What plans include besides times.
plan-inclusions = What the plans include
plan-includes = Part
plan-included = Included
plan-not-included = –
plan-tier = Answers first
plan-contacts = Designated contacts
plan-contacts-most = { $n ->
    [one] Up to { $number } person
   *[other] Up to { $number } people
}
plan-contacts-any = Any number
plan-advisory = Advice on use and design
plan-advisory-shared = On demand
plan-advisory-dedicated = On demand, from a person of your own
plan-reviews = Reviews together
plan-reviews-quarterly = Every quarter
plan-reviews-monthly = Every month
plan-incidents = Management of incidents and escalations
plan-third-parties = Contact with other vendors

# What accounts are known by besides.
holding-known = Known by
known-value = Number or name
known-sort = What it is
known-hidden = ••••
known-user-id = User id
known-serial-number = Serial number
known-pin = PIN
known-find = Find the account
known-not-found = No account has this PIN, or several have it. Ask for the contract number.
register-add-known = Add what it is known by
register-did-identifier-given = Identifier added
register-did-identifier-taken = Identifier taken away
register-user-ids = User ids, with spaces between
register-serial-numbers = Serial numbers, with spaces between
register-pins = PINs, with spaces between
register-mail-domains = Mail domains, with spaces between
known-mail-domain = Mail domain
