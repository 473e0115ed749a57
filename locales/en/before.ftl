# Before a case (B2)

before-ways = What to look at first
before-way = A look at this first often solves it sooner.
before-kinds = Kinds of case
before-urgent = In an emergency
before-urgent-text = If your business is gravely affected, go straight to the case. You can add what you know later, on its page.
before-skip = It is urgent: go on with “{ $severity }”
before-refresh = Update for this product
before-try = What to try
before-look = What to look at
before-how = See how
before-facts = What you know
before-facts-text = Tell us as much as you know, so that nobody has to ask you again. You can add more later.
before-on = Go on to the case
before-past = Go on without
before-besides = All of this is optional. Tell us as much as you know; you can add more later.
opens-apart =  (opens in another tab)
told-title = What was tried and what is known
told-count = { $told } of { $all }
told-complete = Add what is known
told-case = Case { $number }
told-lead = Only what you change is recorded in the history of the case.
told-save = Save
did-tell-facts = 
    { $n ->
    [one] Added { $n } fact to what is known.
   *[other] Added { $n } facts to what is known.
}
