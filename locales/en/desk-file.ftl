# What `madoguchi check` says of a desk file, and why a desk does not serve. Every problem has what is wrong and why,
# and the remedy; sentences in a terminal, plain text.

desk-list-separator = {", "}

## The result

desk-check-good =
    { $name }: nothing is wrong. The desk holds { $products ->
        [one] 1 product
       *[other] { $products } products
    }, { $kinds ->
        [one] 1 kind of case
       *[other] { $kinds } kinds of case
    }, { $statuses ->
        [one] 1 status
       *[other] { $statuses } statuses
    } and { $languages ->
        [one] 1 language
       *[other] { $languages } languages
    } ({ $tags }).
desk-check-attachments = Attachments to one message: { $limits }
desk-check-software = Software given out, for each version: { $limits }
desk-check-count =
    { $n ->
        [one] 1 finding
       *[other] { $n } findings
    } in { $name }.
desk-faulty = The desk “{ $name }” does not serve, because its desk file has mistakes:
desk-none = “{ $name }” is neither a shipped desk nor a file that can be read. Give the path of a desk file, or the name of a shipped desk: { $known }.

## What an id names

desk-what-desk = desk
desk-what-language = language
desk-what-product = product
desk-what-cause = cause
desk-what-queue = queue
desk-what-environment = environment
desk-what-channel = channel
desk-what-severity = severity
desk-what-field = field
desk-what-option = option
desk-what-kind = kind of case
desk-what-sub-type = sub-type
desk-what-status = status
desk-what-sub-status = status
desk-what-customer-update = status
desk-what-close-reason = reason to close
desk-what-extension = file extension
desk-what-calendar = calendar
desk-what-centre = support centre
desk-what-plan = plan
desk-what-milestone = milestone
desk-what-target = target
desk-what-contract-option = contract option
desk-what-door = door (a kind of case, or a text that tells whom to turn to)
desk-what-team = team
desk-what-tag = tag
desk-what-synonym = line of synonyms
desk-what-checklist = checklist
desk-what-step = step of a checklist

## Shapes of values

desk-shape-text = a text
desk-shape-integer = a whole number
desk-shape-float = a number with a decimal point
desk-shape-flag = true or false
desk-shape-date = a date or time
desk-shape-list = a list
desk-shape-table = a table
desk-shape-tables = a list of tables
desk-shape-words = a text in each language

## Keys and values

desk-problem-syntax-what = This is not valid TOML: { $message }
desk-problem-syntax-remedy = Correct this place, then check again: the contents are checked once the whole file is valid. The rules of TOML are at https://toml.io/en/.
desk-problem-unknown-key-what = The key “{ $key }” has no meaning here.
desk-problem-unknown-key-remedy =
    { $count ->
        [0] Remove it; no key may stand here.
       *[other] Correct its spelling, or remove it. These keys may stand here: { $expected }.
    }
desk-problem-missing-what =
    { $place ->
        [top] The desk file lacks “{ $key }”, which every desk needs.
        [target] The target promises nothing: it has neither “first_response” nor “next_update”.
       *[table] “{ $within }” lacks the key “{ $key }”, which it needs.
    }
desk-problem-missing-remedy =
    { $place ->
        [target] Write at least one of the two, such as first_response = "4h".
       *[other] Add it. How it is written can be seen in desks/default.toml.
    }
desk-problem-wrong-type-what = “{ $key }” must be { $expected }, but this is { $found }.
desk-problem-wrong-type-remedy =
    { $shape ->
        [text] Write the value in quotation marks: "…".
        [integer] Write digits alone, without quotation marks and without a decimal point.
        [float] Write a number with a decimal point, without quotation marks.
        [flag] Write true or false, without quotation marks.
        [date] Write a date such as 2026-11-21, without quotation marks.
        [list] Write a list in square brackets: ["…", "…"].
        [tables] Write each entry under a header of its own: [[{ $key }]].
        [words] Write a text for each of the desk's languages: {"{"} ja = "…", en = "…" {"}"}.
       *[table] Write a table in braces, {"{"} key = "…" {"}"}, or under a header.
    }
desk-problem-out-of-range-what = The number for “{ $key }” is out of range: it must be from { $min } to { $max }.
desk-problem-out-of-range-remedy = Write a whole number from { $min } to { $max }.
desk-problem-not-one-of-what = “{ $given }” is no value that “{ $key }” can have.
desk-problem-not-one-of-remedy = Write one of these: { $known }.
desk-problem-bad-id-what = “{ $id }” cannot be the id of a { $what }: ids consist of ASCII letters, digits and hyphens.
desk-problem-bad-id-remedy = Use 1 to 40 letters (a–z, A–Z), digits and hyphens, with no hyphen at the beginning or the end.
desk-problem-duplicate-what =
    { $which ->
        [customer-update] The status “{ $id }” stands in “from” twice, but a customer's update can lead from it to one status only.
        [target] There are two targets for { $id }.
       *[other] The { $what } “{ $id }” is given twice.
    }
desk-problem-duplicate-remedy =
    { $which ->
        [customer-update] Remove it from one of the two places.
        [target] Keep one of them, or put both promises into one target.
       *[other] Remove one of the two. If both are meant, give one of them another id.
    }
desk-problem-unknown-reference-what =
    { $which ->
        [option] There is no option “{ $id }” here.
       *[other] There is no { $what } “{ $id }” in this desk file.
    }
desk-problem-unknown-reference-remedy =
    { $count ->
        [0] Add it, or do not name it: there is no { $what } at all.
       *[other] Correct its spelling, or add it. These exist: { $known }.
    }
desk-problem-bad-language-what = “{ $tag }” is no language tag in the form that is used here.
desk-problem-bad-language-remedy = Write the tag in lower case, such as ja, en or pt-br.
desk-problem-unknown-time-zone-what = There is no time zone of the name “{ $given }”.
desk-problem-unknown-time-zone-remedy = Write a name from the IANA time zone database, such as Asia/Tokyo or Europe/London.
desk-problem-bad-duration-what = “{ $given }” is no time that “{ $key }” can have.
desk-problem-bad-duration-remedy = Write minutes (30m), hours (24h), either with “open” or “elapsed” behind it (8h open), or next-business-day. A number has five digits at most and does not begin with 0.
desk-problem-bad-hours-what = “{ $given }” are no opening hours.
desk-problem-bad-hours-remedy = Write two different times of day with a hyphen between, such as 09:00-17:00. 24:00 is the end of the day, and 22:00-06:00 runs on into the next one.
desk-problem-hours-overlap-what = Two of the opening hours under “{ $key }” overlap.
desk-problem-hours-overlap-remedy = Join them, or let one begin where the other ends.
desk-problem-bad-synonym-what = “{ $given }” does not say which word stands for which.
desk-problem-bad-synonym-remedy = Write “close = finish” for words that mean the same, “how much > price, fee” where only the first means the others, and “address ~ location” for words that are near.
desk-problem-bad-days-what = “{ $given }” is no day and no range of days.
desk-problem-bad-days-remedy = Write a day (2026-12-29), several (2026-12-29..2027-01-03), or the same every year (12-29, 12-29..01-03).
desk-problem-file-not-read-what = The file “{ $file }” was not read along with this desk file.
desk-problem-file-not-read-remedy = Give the path of the desk file itself, with the files it names beside it.
desk-problem-never-open-what = This calendar has no opening hours at all, so nothing would ever be due.
desk-problem-never-open-remedy = Add hours, such as weekdays = ["09:00-17:00"] or every_day = ["00:00-24:00"].
desk-problem-reached-at-once-what = “{ $status }” both begins this milestone and reaches it, so its clock would never run. A milestone without starts begins with the status of new cases.
desk-problem-reached-at-once-remedy = Take “{ $status }” out of reached, or name other statuses under starts.
desk-problem-update-by-day-what = Updates are promised by a rhythm, and next-business-day is none.
desk-problem-update-by-day-remedy = Write a time such as 24h, or leave the key out where no updates are promised.
desk-problem-bad-size-what = “{ $given }” is no size that “{ $key }” can have.
desk-problem-bad-size-remedy = Write a whole number, a space, and KB, MB or GB, such as 25 MB. The largest size is 1024 GB.
desk-problem-bad-extension-what = “{ $given }” is no file extension in the form that is used here.
desk-problem-bad-extension-remedy = Write it without the dot, in lower-case letters (a–z) and digits, such as pdf.
desk-problem-empty-list-what = “{ $key }” is empty, but a desk needs at least one entry there.
desk-problem-empty-list-remedy = Add at least one entry.

## Texts

desk-problem-no-text-what = There is no text in the language “{ $language }” here, but the desk serves that language.
desk-problem-no-text-remedy = Write the text in every language that “languages” lists, or remove the language from that list.
desk-problem-line-break-what = The text in the language “{ $language }” has a line break, but it is shown on one line.
desk-problem-line-break-remedy = Write it on one line.
desk-problem-placeholder-what = The text in the language “{ $language }” has braces, but nothing is put in: texts are shown as they are written.
desk-problem-placeholder-remedy = Remove the braces, and write out what is meant.

## Fields and forms

desk-problem-empty-options-what = The field “{ $field }” is a choice, but has no options to choose from.
desk-problem-empty-options-remedy = Add at least one [[field.option]] to it, or let it take something else by “entry”.
desk-problem-always-required-what = The field “{ $field }” cannot stay empty: every case has an answer to it.
desk-problem-always-required-remedy = Remove required = false.
desk-problem-required-but-folded-what = The field “{ $field }” is required and folded at once: what must be answered cannot wait out of sight.
desk-problem-required-but-folded-remedy = Remove either “required” or “folded”.
desk-problem-min-above-max-what = The smallest number allowed ({ $min }) is above the largest ({ $max }), so that no number fits.
desk-problem-min-above-max-remedy = Let “min” be at most “max”. A “min” that is not written counts as 0.
desk-problem-bad-preset-what = The preset of the field “{ $field }” does not fit the field: it is too long, or has a line break where one line is taken.
desk-problem-bad-preset-remedy = Shorten the preset, or raise the field's “max”. Write several lines only where “entry” is "lines".
desk-problem-depends-on-no-choice-what = The field “{ $field }” depends on “{ $on }”, which has no fixed values to follow.
desk-problem-depends-on-no-choice-remedy = Name a field whose “entry” is "choice", or one of these: product, sub-type, severity.
desk-problem-dependent-cycle-what =
    { $count ->
        [one] The field “{ $fields }” depends on itself, so that it could never be answered.
       *[other] These fields depend on each other in a ring, so that none could be answered first: { $fields }
    }
desk-problem-dependent-cycle-remedy =
    { $count ->
        [one] Remove its “depends”, or name another field there.
       *[other] Remove “depends” from one of them.
    }
desk-problem-option-never-offered-what = Nobody could choose the option “{ $option }” of the field “{ $field }”: “offers” lists it for no value.
desk-problem-option-never-offered-remedy = List it in “offers” for at least one value, or remove the option.
desk-problem-deciding-field-missing-what = The form of the kind “{ $kind }” has the field “{ $field }”, but lacks “{ $on }”, on which it depends.
desk-problem-deciding-field-missing-remedy = Add “{ $on }” to the form, before “{ $field }”, or take “{ $field }” off the form.
desk-problem-deciding-field-later-what = On the form of the kind “{ $kind }”, the field “{ $field }” comes before “{ $on }”, on which it depends.
desk-problem-deciding-field-later-remedy = Put “{ $on }” before “{ $field }”.
desk-problem-field-never-used-what = The field “{ $field }” stands on no form.
desk-problem-field-never-used-remedy = Add it to the “form” of a kind of case, or remove the field.
desk-problem-field-never-offered-what = The form of the kind “{ $kind }” has the field “{ $field }”, but never shows it: its “only” holds for none of the kind's sub-types and products.
desk-problem-field-never-offered-remedy = Widen the field's “only”, or take the field off this form.
desk-problem-required-field-never-offered-what = The form of the kind “{ $kind }” requires the field “{ $field }”, but never shows it: its “only” holds for none of the kind's sub-types and products.
desk-problem-required-field-never-offered-remedy = Widen the field's “only”, or take the field off this form.
desk-problem-missing-built-in-what = The form of the kind “{ $kind }” lacks the field “{ $field }”, which every case of this kind needs.
desk-problem-missing-built-in-remedy = Add “{ $field }” to this form.
desk-problem-nothing-to-ask-what = The form of the kind “{ $kind }” has the field “{ $field }”, but the kind has nothing to choose there.
desk-problem-nothing-to-ask-remedy = Take the field off this form, or add a [[kind.sub_type]] to the kind.
desk-problem-product-not-of-kind-what = The sub-type is meant for the product “{ $product }”, but its kind “{ $kind }” is not offered for that product.
desk-problem-product-not-of-kind-remedy = Remove the product here, or add it to the “products” of the kind.
desk-problem-no-sub-type-for-product-what = The kind “{ $kind }” has no sub-type to choose for the product “{ $product }”, so that no such case could be opened.
desk-problem-no-sub-type-for-product-remedy = Offer a sub-type for this product, or list in the kind's “products” only the others.
desk-problem-product-without-kind-what = No kind of case is offered for the product “{ $product }”, so that nobody could ask about it.
desk-problem-product-without-kind-remedy = Add the product to the “products” of a kind of case, or remove the product.
desk-problem-fact-required-what = The field “{ $field }” is required, but what is asked before a case can always be left out.
desk-problem-fact-required-remedy = Take “required” away, or put the field on the kind's “form” instead of “facts”.
desk-problem-asked-twice-what = The field “{ $field }” is on the form of the kind “{ $kind }” too, so that it would be asked twice.
desk-problem-asked-twice-remedy = Take it out of “facts” or out of “form”.
desk-problem-bad-link-what = The link “{ $given }” cannot be opened.
desk-problem-bad-link-remedy = Write an address that begins with https://, or a page of this portal that begins with “/”.
desk-problem-no-web-channel-what = The channel “web” is missing, by which cases from the portal arrive.
desk-problem-no-web-channel-remedy = Add a [[channel]] with id = "web".

## Statuses and rules

desk-problem-status-unreachable-what = No case could ever get into the status “{ $status }”: no rule and no other status leads there.
desk-problem-status-unreachable-remedy = Add it to the “to” of another status or to a rule, or remove the status.
desk-problem-no-way-out-what = Staff could not move a case on from the open status “{ $status }”: its “to” names no other status.
desk-problem-no-way-out-remedy = List in “to” the statuses that may follow.
desk-problem-never-closes-what = A case in the status “{ $status }” could stay open for ever: no way leads from there to a closed status.
desk-problem-never-closes-remedy = Add a closed status to its “to”, or a status from which one is reached.
desk-problem-closed-moves-on-what = The status “{ $status }” is closed, but has statuses to follow: only reopening leads out of a closed status.
desk-problem-closed-moves-on-remedy = Remove “to” here. Where a reopened case goes is said under “reopening” in the rules.
desk-problem-moves-to-itself-what = The status “{ $status }” names itself as one that may follow.
desk-problem-moves-to-itself-remedy = Remove it from its own “to”.
desk-problem-turn-mismatch-what =
    { $closed ->
        [yes] The status “{ $status }” is closed, so that it is nobody's turn, but “turn” says "{ $turn }".
       *[no] In the status “{ $status }” it is nobody's turn, but the status is not closed.
    }
desk-problem-turn-mismatch-remedy =
    { $closed ->
        [yes] Write turn = "nobody", or remove closed = true.
       *[no] Add closed = true, or give the turn to "customer" or "support".
    }
desk-problem-asked-out-of-turn-what = In the status “{ $status }” the customer is asked whether the solution worked, but “turn” says "{ $turn }".
desk-problem-asked-out-of-turn-remedy = Write turn = "customer", or remove asks_solution = true.
desk-problem-rule-target-not-closed-what = The rule “{ $rule }” must lead to a closed status, but “{ $to }” is open.
desk-problem-rule-target-not-closed-remedy = Name a status that has closed = true.
desk-problem-rule-target-closed-what = The rule “{ $rule }” must lead to an open status, but “{ $to }” is closed.
desk-problem-rule-target-closed-remedy = Name a status that does not have closed = true.
desk-problem-rule-from-closed-what = The rule “{ $rule }” names “{ $from }”, which is closed: a closed case takes no update.
desk-problem-rule-from-closed-remedy = Remove it from the list. Where status/* is written, list the open ones alone.

## What open cases would lose

desk-stranded = This desk does not serve yet: open cases use what it no longer has.
desk-stranded-end = Nothing was changed: the desk that served before stays the one that serves.
desk-stranded-cases =
    { $more ->
        [0] { $numbers }
       *[other] { $numbers } and { $more } more
    }
desk-stranded-kind-what =
    The kind of case “{ $id }” is missing, which { $n ->
        [one] 1 open case has
       *[other] { $n } open cases have
    }: { $cases }
desk-stranded-kind-remedy = Keep the kind, or close these cases first.
desk-stranded-sub-type-what =
    The sub-type “{ $id }” of the kind “{ $kind }” is missing, which { $n ->
        [one] 1 open case has
       *[other] { $n } open cases have
    }: { $cases }
desk-stranded-sub-type-remedy = Keep the sub-type, or close these cases first.
desk-stranded-status-what =
    The status “{ $id }” is missing, in which { $n ->
        [one] 1 open case stands
       *[other] { $n } open cases stand
    }: { $cases }
desk-stranded-status-remedy = Keep the status, or move these cases to another one first.
desk-stranded-status-now-closed-what =
    The status “{ $id }” counts as closed here, but { $n ->
        [one] 1 open case stands
       *[other] { $n } open cases stand
    } in it: { $cases }
desk-stranded-status-now-closed-remedy = Leave the status open, or move these cases to another one first.
desk-stranded-product-what =
    The product “{ $id }” is missing, which { $n ->
        [one] 1 open case is
       *[other] { $n } open cases are
    } about: { $cases }
desk-stranded-product-remedy = Keep the product, or close these cases first.
desk-stranded-severity-what =
    The severity “{ $id }” is missing, which { $n ->
        [one] 1 open case has
       *[other] { $n } open cases have
    }: { $cases }
desk-stranded-severity-remedy = Keep the severity, or give these cases another one first.
desk-stranded-environment-what =
    The environment “{ $id }” is missing, which { $n ->
        [one] 1 open case is
       *[other] { $n } open cases are
    } about: { $cases }
desk-stranded-environment-remedy = Keep the environment, or close these cases first.
desk-stranded-channel-what =
    The channel “{ $id }” is missing, by which { $n ->
        [one] 1 open case arrived
       *[other] { $n } open cases arrived
    }: { $cases }
desk-stranded-channel-remedy = Keep the channel until these cases are closed.
desk-stranded-field-what =
    The field “{ $id }” is missing, to which { $n ->
        [one] 1 open case has an answer
       *[other] { $n } open cases have answers
    }: { $cases }
desk-stranded-field-remedy = Keep the field until these cases are closed.

# Files with closed days that a desk file names.

day-file-unreadable-what = The file “{ $file }” that the desk file names cannot be read.
day-file-unreadable-remedy = Put it beside the desk file, or correct its name under “files”.
day-file-form-what = “{ $file }” is neither iCalendar nor CSV.
day-file-form-remedy = Name a file that ends in .ics or .csv.
day-file-broken-what = “{ $file }” is no iCalendar file that can be read.
day-file-broken-remedy = Export it again from the calendar that it comes from.
day-file-bad-day-what = Line { $line } of “{ $file }” begins with “{ $given }”, which is no day.
day-file-bad-day-remedy = Write a day such as 2026-12-29 or 2026/12/29 in the first column and its name in the second. Only the first line may be a heading.
day-file-timed-what = “{ $name }” in “{ $file }” has a time of day, so it is no closed day.
day-file-timed-remedy = Take it out of the calendar, or make it an all-day event.
day-file-repeats-what = “{ $name }” in “{ $file }” repeats in a way that is not understood ({ $rule }).
day-file-repeats-remedy = Only plain yearly repeats are taken. Give other days one by one.
day-file-empty-what = “{ $file }” holds no day.
day-file-empty-remedy = Add days to it, or take it out of “files”.
glossary-file-unreadable-what = The glossary “{ $file }” that the desk file names cannot be read.
glossary-file-unreadable-remedy = Put it beside the desk file, or correct its name under “glossary”.
glossary-file-large-what = The glossary “{ $file }” is larger than 1 MB.
glossary-file-large-remedy = Keep the words that people really type.
glossary-file-bad-line-what = Line { $line } of “{ $file }”, “{ $given }”, does not say which word stands for which.
glossary-file-bad-line-remedy = Write words that mean the same in columns parted by tabs, or a line such as “close = finish”, “how much > price, fee” or “address ~ location”; at most 200 characters.
glossary-file-twice-what = Line { $line } of “{ $file }” says the same as line { $first }.
glossary-file-twice-remedy = Take one of them out.
glossary-file-empty-what = The glossary “{ $file }” holds no word.
glossary-file-empty-remedy = Add words to it, or take “glossary” out of the desk file.
desk-stranded-plan-what =
    { $n ->
        [one] The plan “{ $id }” is gone, but one contract has it: { $cases }
       *[other] The plan “{ $id }” is gone, but { $n } contracts have it: { $cases }
    }
desk-stranded-plan-remedy = Keep the plan, or renew these contracts under another one first.
