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
