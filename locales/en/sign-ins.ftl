# Forgotten passwords, and one's own sign-ins.
sign-in-forgotten = Forgotten your password, or setting the first one?
forgotten-title = Set a password
forgotten-lead = Enter the e-mail address that you are registered with. We will send you a code.
forgotten-off = This portal cannot send mail yet. Ask the support desk to set a password for you.
forgotten-go = Send the code
forgotten-back = Back to sign-in
code-title = Enter your code
code-sent =
    { $n ->
        [one] If this address is registered, a code is on its way. It is good for { $number } minute.
       *[other] If this address is registered, a code is on its way. It is good for { $number } minutes.
    }
code-label = Code
code-hint = The 12 characters in the mail. Case and hyphens do not matter.
code-again = Send another code
code-wrong = The code does not match, or its time is over. Enter the one from the latest mail, or have another one sent.
password-new = New password
password-old = Present password
password-set = Set password
password-wrong-length = The password is too short or too long. Keep to the length given.
password-wrong-common = This password would soon be guessed. Take another one, such as several words that have nothing to do with each other.
password-wrong-about = A password close to your name or address is easy to guess. Take another one.
sign-ins-title = Sign-ins and password
sign-ins-lead = Where you are signed in. End what you do not recognise, and change your password.
sign-ins-where = Signed in on
sign-ins-with = Device
sign-ins-made = Signed in
sign-ins-seen = Last used
sign-ins-from = From
sign-ins-here = This one
sign-ins-end = End
sign-ins-end-others = End all others
sign-ins-ended = The sign-in has ended.
sign-ins-others-ended = All other sign-ins have ended.
sign-ins-browser = { $program } ({ $system })
sign-ins-unknown = Unknown device
sign-ins-password = Change the password
sign-ins-password-lead = Changing it ends all other sign-ins.
sign-ins-wrong-old = That is not your present password. Enter it again.

# Second factor

factor-title = Second factor
factor-lead = Enter the six digits that your authenticator shows.
factor-code = Code
factor-code-hint = Without your device, enter a recovery code.
factor-wrong = That is not the code, or it was used already. Enter the latest one.
factor-again = Sign in as somebody else
factor-set-title = Second factor
factor-set-lead = Beside the password a code of your authenticator is asked for. Who learns your password still cannot sign in.
factor-needed = Staff need a second factor. Once it is set up, the other pages open.
factor-begin = Set up a second factor
factor-replace = Set it up anew on another device
factor-remove = Turn off the second factor
factor-removed = The second factor is off.
factor-is-set = The second factor is on.
factor-codes-left = { $n ->
    [one] { $number } recovery code is left.
   *[other] { $number } recovery codes are left.
}
factor-offer = Add it to your authenticator
factor-scan = Scan this with your authenticator.
factor-picture = QR code for your authenticator
factor-type = If you cannot scan it, type this into your authenticator.
factor-confirm = The six digits that your authenticator shows
factor-go = Turn on
factor-done = The second factor is on.
factor-codes = Recovery codes
factor-codes-lead = For when your device is lost; each is good once. They are not shown again after this page. Keep them somewhere safe.
factor-on = Go on
way-second-factor = Second factor
audit-person-second-factor-set = Second factor set
audit-person-second-factor-removed = Second factor removed
audit-person-recovery-code-used = Recovery code used
password-wrong-lost = This password has been lost by another service before. Take another one.

mail-factor-set-subject = A second factor was set up | { $vendor }
mail-factor-set-body =
    A second factor was set up. From the next sign-in on, a code of your authenticator is asked for after your password.

    If that was not you, tell the support desk at once.

    { $vendor }

mail-factor-replaced-subject = The device of your second factor was changed | { $vendor }
mail-factor-replaced-body =
    The device of your second factor was changed. Codes from the old device and your old recovery codes no longer work.

    If that was not you, tell the support desk at once.

    { $vendor }

mail-factor-removed-subject = Your second factor was turned off | { $vendor }
mail-factor-removed-body =
    Your second factor was turned off. From now on your password is enough to sign in.

    If that was not you, change your password and tell the support desk at once.

    { $vendor }

mail-recovery-subject = A recovery code was used | { $vendor }
mail-recovery-body =
    One of your recovery codes was used. It does not work again.

    If that was not you, change your password and tell the support desk at once.

    { $vendor }

mail-token-subject = An API token was made | { $vendor }
mail-token-body =
    An API token was made. Whoever holds it can use the API as you.

    If that was not you, take the token away on your profile page and change your password.

    { $vendor }

mail-pin-subject = A new phone PIN was issued | { $vendor }
mail-pin-body =
    A new phone PIN was issued. Your old PIN no longer works.

    If that was not you, change your password and tell the support desk.

    { $vendor }

# Showing anew who one is, before what matters most.

confirm-title = Is it you?
confirm-lead = It is a while since you signed in. Before you go on, please show once more that it is you; then press again what you had pressed.
confirm-wrong = That does not match. Please enter it again.
confirm-go = Confirm and go on
confirm-anew = This needs a new sign-in. Please sign out, and sign in again.
confirm-leave = Sign out
