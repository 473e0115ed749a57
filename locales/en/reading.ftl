# Who reads unusually much, and from where tokens count

sign-in-many = You have opened unusually many cases within an hour. To make sure that it is you, please sign in again; you will come back to where you were.
token-from = From
token-everywhere = Everywhere
token-networks = Only from these networks
token-networks-hint = With commas between, such as 203.0.113.0/24. From anywhere else the token does not work. Left empty, it works from everywhere.
token-wrong-networks = One of the networks cannot be read. Enter up to 20 addresses or networks, such as 203.0.113.7 or 203.0.113.0/24.
audit-audit-token-elsewhere = Token used from a network where it does not count
audit-audit-read-many = Read unusually many cases
audit-cases = { $n ->
    [one] { $number } case within an hour
   *[other] { $number } cases within an hour
}
audit-cases-stopped = { $n ->
    [one] Stopped after { $number } case within an hour
   *[other] Stopped after { $number } cases within an hour
}
mail-reading-subject = Unusually many cases were read | { $vendor }
mail-reading-body =
    { $name } has read { $n ->
        [one] { $number } case
       *[other] { $number } different cases
    } within an hour, which is unusual on this desk. If you do not know why, ask them, and suspend their sign-ins or withdraw their tokens if need be. What they did stands in the audit:

    { $link }
