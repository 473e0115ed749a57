# Pages about mail (administrators), and what the demo caught.
caught-title = Mail caught here
caught-lead = The demo sends no mail to the outside; it gathers all of it here, the latest first.
caught-none = There is no mail yet. Open a case or answer one, and some will come.
caught-waiting =
    { $n ->
        [one] { $number } mail is about to go out. What is written in a row goes into one mail.
       *[other] { $number } mails are about to go out. What is written in a row goes into one mail.
    }
caught-to = To: { $to }
caught-html = Open as HTML
caught-from-demo = See the mail that was sent
mails-title = Mail
mails-lead = Mail that waits to be sent, and mail that did not get through.
mails-off = There is no way to send mail. Start serve with --smtp-url, --mail-from and --public-url to tell people by mail what happens to their cases.
mails-waiting = Waiting
mails-waiting-none = No mail is waiting.
mails-given-up = Did not get through
mails-given-up-none = Everything got through.
mails-case = Case
mails-to = To
mails-about = About
mails-when = Next try
mails-tries = Tries
mails-error = Reason
mails-again = Send again
mails-all-again = Send all again
mails-all-revived =
    { $n ->
        [one] { $number } mail is on its way again.
       *[other] { $number } mails are on their way again.
    }
mails-revived = It will be sent again.
mails-texts = Texts
mails-texts-lead = Each text can be changed for each language. What is not changed goes out in the standard words. Letters to the agents of a support session have the standard words alone.
mails-text-own = Standard
mails-text-changed = Changed
mails-text-title = Mail text: { $occasion } ({ $language })
mails-text-lead = What is written as { "{{" } case.number { "}}" } is filled in when the mail is sent.
mail-severity-counts = The severity is now { $severity }.
mails-text-names = Names: reader, company, vendor, case.number, case.subject, case.severity, case.status, case.turn, case.next, case.due, case.closes, case.state, case.escalation, case.conference, case.link, case.mute, messages (who, role, at, text), survey (question, points). Ready-made parts: { "{%" } include "messages" { "%}" }, include "state", include "survey", include "foot".
mails-text-subject = Subject
mails-text-body = Text
mails-text-save = Save
mails-text-preview = Preview
mails-text-sample = A mail made from sample data: { $whose }
mails-text-lead-letter = What is written as { "{{" } vendor { "}}" } is filled in when the letter is sent. How the reader is greeted is put before it by itself, where their name is known.
mails-text-names-letter = Names: { $names }.
mails-text-needs = { " " }The text has to have: { $names }. Codes and links are left out of the subject.
mails-text-lacks = This text cannot be sent: it leaves out { $name }, without which its reader cannot use it.
mails-sample-letter = to its reader
mails-sample-name = Keiko Mori
mails-sample-vendor = Support
mails-sample-reason = Your company's account admin decides about this.
mails-sample-contact = to whoever opened the case
mails-sample-copy = to an address in copy without an account
mails-text-reset = Back to the standard text
mails-text-saved = The text is saved.
mails-text-restored = The standard text is back.
mails-text-wrong = This text cannot be sent. Line { $line }: { $what }
mails-text-long = This text is too long or takes too many steps. Make it shorter.
mails-text-empty = Enter a subject and a text.
mails-back = Back to mail
occasion-received = Case received
occasion-assigned = New owner
occasion-mentioned = Called in a note
occasion-customer-updated = Customer update
occasion-answered = Answer from support
occasion-reopened = Reopened
occasion-merged = Merged
occasion-closed = Closed
occasion-reopening-asked = Reopening asked for
occasion-severity-proposed = Severity proposed
occasion-solution-proposed = Solution proposed
occasion-information-needed = Question to the customer
occasion-warned = Promise due soon
occasion-broken = Promise broken
occasion-letter-join-link = Asking for an account: proof of address
occasion-letter-join-known = Asking for an account: there is one already
occasion-letter-join-asked = Asking for an account: to the account admin
occasion-letter-join-granted = Asking for an account: granted
occasion-letter-join-declined = Asking for an account: not granted
occasion-letter-guest-link = Without an account: proof of address
occasion-letter-guest-known = Without an account: there is one already
occasion-letter-agent-added = Agent added
occasion-letter-code = Setting a password: the code
occasion-letter-changed = Password changed
occasion-letter-factor-set = Second factor set up
occasion-letter-factor-replaced = Second factor: another device
occasion-letter-factor-removed = Second factor turned off
occasion-letter-recovery = Recovery code used
occasion-letter-token = API token made
occasion-letter-pin = Phone PIN issued
occasion-letter-address-link = Change of address: proof of the new one
occasion-letter-address-known = Change of address: in use already
occasion-letter-address-due = Change of address: to the old one
occasion-letter-address-stopped = Change of address: stopped
occasion-letter-address-changed = Change of address: done
occasion-letter-address-failed = Change of address: failed
occasion-letter-address-outside = Change of address: outside the company
occasion-letter-handover-offered = Handover of the account admin: asked
occasion-letter-handover-withdrawn = Handover of the account admin: taken back
occasion-letter-handover-declined = Handover of the account admin: declined
occasion-letter-handover-accepted = Handover of the account admin: accepted
occasion-letter-reading = Unusual reading
mail-dear-customer = Dear { $name },
mail-dear-agent = Hello { $name },
mail-code-subject = Your code to set a password | { $vendor }
mail-code-body =
    This is your code to set a password. Enter it on the page that asks for it.

    { $code }

    { $n ->
        [one] It is good once, for { $number } minute.
       *[other] It is good once, for { $number } minutes.
    } If you did not ask for it, throw this mail away; your password stays as it is.

    { $vendor }
mail-changed-subject = Your password was changed | { $vendor }
mail-changed-body =
    Your password was changed, and you were signed out everywhere else.

    If that was not you, set a new password from the sign-in page and tell the support desk.

    { $vendor }

mail-handover-offered-subject = [Please decide] Taking over as account admin | { $vendor }
mail-handover-offered-body =
    { $name } asks you to take over as account admin. If you accept, you decide, among other things, who opens cases. Accept or decline on this page:

    { $link }
mail-handover-withdrawn-subject = [Notice] You are no longer asked to be account admin | { $vendor }
mail-handover-withdrawn-body =
    { $name } has taken back the request that you take over as account admin. There is nothing to do.

    { $link }
mail-handover-declined-subject = [Notice] The handover as account admin was declined | { $vendor }
mail-handover-declined-body =
    { $name } does not want to take over as account admin. You go on as the account admin.

    { $link }
mail-handover-accepted-subject = [Notice] There is a new account admin | { $vendor }
mail-handover-accepted-body =
    { $name } has taken over as account admin. You are not the account admin any more.

    { $link }
mail-join-link-subject = Confirm your request for an account | { $vendor }
mail-join-link-body =
    An account on the support portal of { $vendor } was asked for with this address. To go on, open this link within 24 hours:

    { $link }

    If that was not you, there is nothing to do.
mail-join-known-subject = You have an account already | { $vendor }
mail-join-known-body =
    An account on the support portal of { $vendor } was asked for with this address, and there is one already. You can set a password here:

    { $link }

    If that was not you, there is nothing to do.
mail-join-asked-subject = Somebody asks for an account | { $vendor }
mail-join-asked-body =
    Somebody whose address at your company is confirmed asks for an account. Decide about it on this page:

    { $link }
mail-join-granted-subject = Your account is ready | { $vendor }
mail-join-granted-body =
    The account that you asked for was granted. Enter your address on this page to set a password and sign in:

    { $link }
mail-join-declined-subject = Your request for an account | { $vendor }
mail-join-declined-body =
    The account that you asked for was not granted. The reason:

    { $reason }
mail-guest-link-subject = Confirm your address to open a case | { $vendor }
mail-guest-link-body =
    Somebody began to open a case with { $vendor } with this address. To go on, open this link within 24 hours:

    { $link }

    If that was not you, there is nothing to do.
mail-guest-known-subject = You have an account | { $vendor }
mail-guest-known-body =
    This address has an account on the support portal of { $vendor }. Sign in here:

    { $link }

    If that was not you, there is nothing to do.
mail-address-link-subject = [Please confirm] Change of your email address | { $vendor }
mail-address-link-body =
    Somebody asked to use this address for the support portal of { $vendor } from now on. Open this link within 24 hours to go on.

    { $link }

    If it was not you, there is nothing to do.
mail-address-known-subject = [Notice] This address is in use already | { $vendor }
mail-address-known-body =
    Somebody asked to use this address for the support portal of { $vendor } from now on. It is registered already, so nothing changes. You can sign in with it here.

    { $link }

    If it was not you, there is nothing to do.
mail-address-due-subject = [Please check] Your email address is going to change | { $vendor }
mail-address-due-body =
    Somebody asked for another email address for your account on the support portal. It changes at { $time }; from then on you cannot sign in with this address.

    If it was not you, open this link before then, and stop the change.

    { $link }

    { $vendor }
mail-address-stopped-subject = [Notice] Your email address stays as it is | { $vendor }
mail-address-stopped-body =
    The change of your email address for the support portal was stopped. Please go on using the address that you have.

    If you did not ask for the change, set a new password and tell the support desk.

    { $vendor }
mail-address-changed-subject = [Notice] Your email address has changed | { $vendor }
mail-address-changed-body =
    The email address of your account on the support portal has changed, and all sign-ins have ended. Please sign in with the new address from now on.

    If it was not you, tell the support desk at once.

    { $vendor }
mail-address-failed-subject = [Notice] Your email address could not be changed | { $vendor }
mail-address-failed-body =
    The new address is in use by somebody else, so nothing has changed. Please go on using the address that you have.

    { $vendor }
mail-address-outside-subject = [Please check] An email address outside the company | { $vendor }
mail-address-outside-body =
    The email address of { $name } is { $email } from now on, which is not of your company's domains. What they may do stays as it was. You can review it here.

    { $link }
