# How cases end.

closes-unanswered = Without an answer by { $at } we will close the case for now. Any update keeps it open.
closes-solved = We will close this as resolved at { $at }. Reply if there is more.
closes-staff = Closes by itself at { $at } unless the customer answers.
did-remind = Reminded that the case closes at { $at } without an answer
did-close-unanswered = Closed by itself without an answer for { $days ->
    [one] 1 day
   *[other] { $days } days
}: { $status }
did-close-unanswered-business = Closed by itself without an answer for { $days ->
    [one] 1 business day
   *[other] { $days } business days
}: { $status }
occasion-closing-announced = Closing soon
desk-what-unanswered = status
desk-problem-waits-out-of-turn-what = “{ $status }” does not wait for the customer, so it cannot close without their answer.
desk-problem-waits-out-of-turn-remedy = Name statuses with turn = "customer" alone under from.
desk-what-kind-state = state of a request
desk-what-not-covered = matter that is not covered
desk-what-question = survey question

# Answers to a solution.
field-happened = At which step did it fail, and what happened?
field-tried = What else did you try?
more-help-send = Send and ask for more help
more-help-happened = What happened
more-help-tried = What was tried
did-ask-more-help = Asked for more help

# Reopening, and cases that go on.
reopen-decline = Do not reopen
reopen-decline-reason = Why not (the customer reads it)
did-decline-reopening = Declined to reopen the case
no-reply-declined = Your request to reopen was declined; the reason stands in the story. If there is more, open a new case.
refused-reopening-declined = Reopening was declined. Read the reason in the story, and open a new case if there is more.
refused-no-reopening = The request to reopen was settled already. Read the page again.
continues-note = This goes on with case { $number }. Once it is open, each case links to the other.
continues-link = Goes on with case { $number }
following-link = Goes on in case { $number }
field-continues = Case that this goes on with

# Not covered.
redirect-title = Close as not covered
redirect-note = The customer reads whom to ask about the matter you choose, here and by e-mail.
field-matter = Matter
redirect-text = A word to the customer
redirect-go = Close and say whom to ask
did-redirect = Closed as not covered ({ $matter }): { $status }
not-covered-title = What support does not cover, and whom to ask

# State of a request.
kind-state-title = Where your request stands
kind-state-set = Tell where the request stands
kind-state-text = A word to the customer
kind-state-go = Tell the customer
field-kind-state = State of the request
did-set-kind-state = The request is now “{ $state }”

# Survey.
survey-title = How did we do?
survey-lead = Please tell us how we handled this case. It takes about a minute.
survey-thanks = Thank you for your answer. It helps us to do better.
survey-not-asked = There is no open survey for this case. Once a case is closed, those who can reply to it have some days to answer.
survey-missing = Choose an answer to “{ $question }”
survey-comment = Anything you would like to say
survey-contact = Please get back to me about this
survey-contact-given = Would like to hear from us
survey-once = You can answer once. Your name and your answer are read by support staff alone.
survey-send = Send the answer
survey-back = Back to the case
survey-yours = What you answered
survey-ask-title = How did we do?
survey-ask = Please take a minute to tell us.
survey-go = Answer the survey
survey-thanked = The survey has been answered. Thank you.
survey-see = See the answer
survey-result = Survey answer
did-give-survey = Answered the survey
refused-no-survey = There is no open survey for this case. See the case for how it stands.
refused-survey-given = The survey of this case has been answered already. Thank you.
surveys-title = Surveys
surveys-lead = What customers said about cases that were closed.
surveys-none = No answers yet
surveys-none-text = Customers are asked once a case is closed. Their answers appear here.
surveys-period = The last { $number } days
surveys-summed = { $n ->
    [one] 1 answer
   *[other] { $number } answers
}
survey-question = Question
survey-share = Content
survey-content = { $number }%
surveys-given = Answers
survey-case = Case
survey-answers = Answers
survey-comment-column = Comment
survey-at = Answered
surveys-tabs = Kinds of surveys
surveys-of-cases = Cases
surveys-of-sessions = Support sessions
surveys-session-lead = What customers said after a support session.
surveys-session-none-text = Customers are asked when they leave a session. Their answers appear here.
surveys-session = Session
surveys-session-host = Host
surveys-session-case = Case { $number } { $subject }
surveys-next = Earlier answers
occasion-survey-asked = Survey
occasion-survey-given = Survey answered
occasion-reopening-declined = Not reopened
occasion-kind-state-set = State of a request

# Asking for an escalation.
escalation-title = Ask for an escalation
escalation-support-manager = Support manager
escalation-success-manager = Customer success manager
field-addressee = Whom to ask
field-escalation-reason = What is wrong, or why it is urgent
escalation-go = Ask for an escalation
escalation-waits = You asked for an escalation ({ $to }). It will be read and answered in this case.
escalation-asked = The customer asks for an escalation ({ $to })
field-escalation-text = Answer to the request (the customer gets it)
escalation-answer = Answer the request
did-ask-escalation = Asked for an escalation ({ $to })
did-answer-escalation = Answered the request for an escalation
inbox-reopening = Reopenings asked for
inbox-escalation = Escalations asked for
inbox-asked-of-me = Escalations asked of you
occasion-escalation-asked = Escalation asked for
refused-escalation-already = An escalation is asked for already. Support will answer it.
refused-no-escalation = The request for an escalation was answered already. Read the page again.
