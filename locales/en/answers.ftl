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
