# Questions to the customer, and what is written to answer them.

# The checklist
questions-open =
    { $n ->
        [one] { $number } question from support
       *[other] { $number } questions from support
    }
question-answer = Answer
question-answer-to = Answer “{ $question }”
question-withdraw = Withdraw
question-withdraw-it = Withdraw the question “{ $question }”
next-questions =
    { $n ->
        [one] Please answer { $number } question.
       *[other] Please answer { $number } questions.
    }

# The form
field-questions = Question
answer-turns = Sending this hands the case back to support.
answer-more = More to follow (leave it waiting for us)
answer-more-hint = Tick this if you will send the remaining answers or material later. Support waits until then.
answer-text-optional = Anything else
ask-title = Add questions for the customer
ask-hint = One question per line. The customer sees them as a checklist, and the case waits for the customer. If you choose a status after sending, your choice counts.

# In the story, and in refusals
did-ask = asked
did-answer-questions = answered
did-withdraw-question = Withdrew the question “{ $question }”.
did-more = More is to follow; the case still waits for the customer.
refused-no-question = This question has been answered or withdrawn already. See the case as it is now.

# Drafts
draft-save = Save draft
draft-saved = Draft saved.
draft-not-saved = Your draft could not be saved. What you typed is still on this page.
form-kept = What you entered is back in the form. It has not been sent yet.
draft-here = Draft
draft-share = Share with the team
draft-share-stop = Stop sharing
draft-shared = Draft saved and shared with the team.
draft-unshared = Draft saved, and no longer shared. Nobody else can read it.
draft-shown-to-team = Shared: agents of the case’s team and of yours, the case’s owner and supervisors can read this draft as it was last saved. Only you can edit it.
draft-shown-to-all = Shared: every agent who can see this case can read this draft as it was last saved. Only you can edit it.
draft-of = Draft of a reply by { $name }
draft-of-at = Shared with the team. Not sent yet. Last saved { $at }.
draft-of-questions = Questions to the customer
draft-of-files = It comes with files. They stay with { $name }: attach what your own reply needs.
draft-take-over = Take over into my reply

# An answer that others were faster than
answer-stopped =
    { $n ->
        [one] Not sent: { $number } new message came while you were writing. Read it, change your text if needed, then send again.
       *[other] Not sent: { $number } new messages came while you were writing. Read them, change your text if needed, then send again.
    }
story-fresh = New

# An answer on its way
waiting-title = About to be sent
waiting-left = Sending in {"{s}"} s.
waiting-at = It will be sent at { $at }.
waiting-undo = Undo
waiting-now = Send now
waiting-taken = Not sent: you took it back, and the other side has not seen it. The text is a draft again.
waiting-late = It had been sent already and could not be taken back. Send a correction if you need to.
waiting-refused = This could not be sent
waiting-refused-text = While it waited, somebody else wrote, or the case or your access changed. See how the case stands, edit the text and send it again.
waiting-edit = Edit the text
recall-title = Taking an answer back
recall-lead = Replies and updates wait this long after you press send before the other side gets them. Until then you can take them back.
recall-seconds = Wait for
recall-none = No wait
recall-n = { $n } seconds
recall-save = Save the wait

# Pages that follow, and who else is there
live-one = Show the latest
live-many = New updates: {"{n}"}. Show
presence-label = Other agents
presence-looks = { $name } is looking
presence-types = { $name } is typing

# The story
story-fold =
    { $n ->
        [one] { $number } entry by the way
       *[other] { $number } entries by the way
    }
story-quote = Quote

# A reply that looks as if it were for colleagues
outward-asked = Not sent yet: the reply holds what looks as if it were for colleagues only ({ $what }). Take it out, or confirm that it may go to the customer, then send again.
outward-colleague = a call to { $name }
outward-file = the file “{ $name }”, which only internal notes carry
outward-confirm = Send it to the customer as it is
mute-title = Mail about this case
mute-off-text = You can stop mail about this case, for yourself alone.
mute-is-on = Mail is stopped.
mute-on-text = You get only what must be known, such as that the case is about to close, that a promise is broken or that a meeting has changed.
mute-go = Stop mail
mute-resume = Resume mail
