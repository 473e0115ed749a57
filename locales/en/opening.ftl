# Checking a case and what is said when it was taken (C5)

new-check = Check what you entered
check-change = Change
opened-next = What happens next
opened-number = Case number
opened-copies = { $n ->
    [one] Answers also go by e-mail to the address you gave.
   *[other] Answers also go by e-mail to the { $n } addresses you gave.
}
opened-prepare = What to have ready
opened-untold = Knowing the following helps us to look into it sooner.
opened-see = View the case
opened-another = Open another case
opened-call-say = On the phone, please give the case number { $number }.
opened-pin = Look up your PIN for the phone menu
