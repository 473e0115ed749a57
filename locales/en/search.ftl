# One search over everything (B4)
search-title = Search
search-label = Words, a question or a number
search-hint = Search by words, a question, an error code or a number. "…" keeps words in order, -word leaves out, AND wants all of them. Narrow with status:open severity:s1 product:name type:kind from:me.
search-hint-staff = Search by words, a question, an error code or a number. "…" keeps words in order, -word leaves out, AND wants all of them. Narrow with status:open severity:s1 owner:me company:name product: type: turn: plan: cause: is:draft.
search-all = Everything
search-knowledge = Knowledge
search-cases = Cases
search-files = Attachments
search-drafts = Drafts
search-tabs = Sorts of what was found
search-total = { $n ->
    [one] { $number } found
   *[other] { $number } found
}
search-total-more = { $number } found
search-nothing = Nothing was found
search-nothing-text = Try fewer words, or say it another way. Without its filters a search may find more.
search-preparing = Search is still being prepared. If something is missing, try again in a while.
search-unknown = Nothing is called “{ $word }”, so it was looked for as words.
search-everywhere = Search all knowledge and cases
search-in-title = Subject
search-in-text = Text
search-in-description = Description
search-in-message = Message
search-in-note = Internal note
search-why-reading = Found by a word that is read like “{ $word }”
search-why-parts = Found by parts of “{ $word }”
search-why-glossary = Found by “{ $other }”, which means the same as “{ $word }”
search-why-typing = Found by “{ $other }”, which is spelled nearly like “{ $word }”
recommended-title = Recommended articles
recommended-of = Recommended articles for case { $number }
recommended-open = Show recommended articles
recommended-none = No article matches the subject.
recommended-failed = Articles cannot be searched just now. Please try again in a little while.
recommended-point = Put a link into the reply
recommended-why-title = In its title: { $words }
recommended-why-text = In its text: { $words }
recommended-why-product = About the same product as the case
similar-title = Similar closed cases
similar-solution = Last answer
search-untitled = (no title)
reindex-done = Entries in the index: { $entries }, made in { $seconds } s ({ $rate } a second). It takes { $size } on the disk.
reindex-running = A running program has this index: it makes it anew now, and goes on finding meanwhile.
