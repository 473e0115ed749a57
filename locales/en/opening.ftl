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

# Who gets copies

wrong-address-meant = “{ $given }” is not an e-mail address. Did you mean “{ $meant }”? Please correct it.
wrong-slip = “{ $given }” looks mistyped. Correct it if you mean “{ $meant }”; if it is right, tick the box below.
wrong-foreign = Outside your company: { $given }. Check that they may get the answers, then tick the box below.
copies-correct = Change “{ $given }” to “{ $meant }”
copies-sure = I have checked that answers may also go to: { $given }
copies-looked-at = { $given } (checked)

# Cases that are alike

alike-title = There may be a case about this already
alike-text = Your company has cases with a similar subject. If it is the same matter, adding to that case reaches us sooner. If it is another, simply send this one.
alike-opened = opened { $at }

# Drafts

drafts-title = Continue a draft
drafts-no-subject = (no subject yet)
drafts-kept = saved { $at }
drafts-restored = You are continuing a draft (saved { $at }).
drafts-saved = Draft saved ({ $at }). Continue it from the home page or where you open a case. It is removed after 30 days without a change.
drafts-by-itself = What you enter is saved as a draft by itself.
drafts-discard = Discard
drafts-discard-text = This draft will be removed. This cannot be undone.
drafts-discard-go = Discard the draft
sign-in-kept = Your sign-in has ended. What you entered is safe: sign in to go on where you were.
sign-in-kept-files = The files you had chosen were not kept. Please choose them again once you have signed in.
