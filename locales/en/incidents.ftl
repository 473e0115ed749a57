# Incidents (E3, S7)
word-separator = {" "}
incident-name = Incident
incidents-title = Service incidents
incidents-lead = Incidents that concern your company.
incidents-running = In progress
incidents-restored = Restored
incidents-ended = Recent incidents, restored
incidents-cancelled = Cancelled
incidents-none-running = There is no incident that concerns your company right now.
incidents-recent = See recent incidents
incident-banner = Service incident
incident-state = Where it stands
incident-read = See how it stands
incident-updated-at = Updated { $at }
incident-next-at = Next update: { $at }
incident-next-promised = Next update promised: { $at }
incident-phases = Phases
incident-story = Timeline
incident-your-cases = Your cases
incident-did-update = Incident { $number } updated: { $phase }
incidents-of-staff = Incidents
incidents-of-staff-lead = Declare what affects the service as a whole, and tell every customer it concerns at once.
incidents-tabs = Filter by state
incidents-none = No incidents here
incidents-none-text = When several cases report the same, declare an incident from one of them.
incident-declare = Declare an incident
incident-declare-lead = Once published it reaches the pages and mailboxes of the customers it concerns.
incident-declare-go = Declare and publish
incident-preview-go = Preview
incident-preview = Preview
incident-reaches = Reaches { $companies } and { $readers } by e-mail
incident-companies = { $n ->
    [one] { $number } company
   *[other] { $number } companies
}
incident-readers = { $n ->
    [one] { $number } person
   *[other] { $number } people
}
incident-suggest = This case’s plan includes incident management. Consider whether to declare an incident.
incident-suggested = Cases that may be about the same
incident-suggested-hint = Cases about the same service, opened since two hours before this one. Read them, and tick only those about the same incident.
incident-alike = Similar subject
incident-first-text-any = We are sorry for the trouble. The service has a problem at the moment. We are looking into its extent and its cause.
incident-first-text = We are sorry for the trouble. { $product } has a problem at the moment. We are looking into its extent and its cause.
incident-column-number = Number
incident-column-next = Due next
incident-column-cases = Cases
incident-cancelled = Cancelled
incident-declared-at = Declared
incident-ended-at = Restored
incident-update-due = Next update by { $at }
incident-update-overdue = The update is overdue; it was due { $at }
incident-cause-due = Report on the cause expected { $day }
incident-cause-overdue = The report on the cause is overdue; it was due { $day }
incident-field-in = { $field } ({ $language })
incident-field-title = Title
incident-field-severity = Severity
incident-field-products = Services affected
incident-field-regions = Regions
incident-field-deployments = Deployments
incident-field-accounts = Companies to tell by name
incident-field-started-at = Started
incident-field-text = What customers see
incident-field-next-at = Next update
incident-field-lead = Lead
incident-field-communications = Communications
incident-field-cases = Add cases
incident-field-phase = Phase
incident-field-solution = Solution
incident-field-cause = Cause, and what prevents a repeat
incident-field-cause-due-on = Report on the cause due
incident-field-note = Internal note; customers do not see it
incident-field-reason = Why it is cancelled
incident-site = { $account } / { $site }
incident-wide = Tell every company that has these services
incident-wide-hint = Without this only companies with a case in it, and those named below, are told.
incident-further = Name companies or deployments
incident-next-hint = A promise: the lead is told when it is close, and supervisors when it has passed.
incident-update-title = Tell customers how it stands
incident-update-go = Publish the update
incident-end-title = Service is restored
incident-end-note = Publishes the last update and offers the solution to the cases you tick.
incident-end-go = Publish and end the incident
incident-review = Cases that are offered the solution
incident-review-hint = Closed cases stay as they are. The others stay open until the customer answers.
incident-offers-title = Offer the solution
incident-offers-go = Offer it to the ticked cases
incident-offered = The solution was offered to { $given } cases. Left as they are: { $left }.
incident-told-updates = The update is published.
incident-told-saved = Saved.
incident-cause-title = Report on the cause
incident-cause-go = Publish the report
incident-note-go = Save the note
incident-no-cases = No cases yet.
incident-release-one = Select case { $number }
incident-release-go = Release the selected cases
incident-gather-go = Add
incident-cases-hint = Enter case numbers; separate several by spaces.
incident-affected-companies = Companies that are told
incident-opt-out = Stop telling
incident-opt-in = Tell again
incident-owners-title = Change who has it
incident-description-title = Change title and extent
incident-save = Save
incident-cancel-title = Cancel the declaration
incident-cancel-note = For an incident declared by mistake. It disappears from customers’ pages and lets its cases go.
incident-cancel-go = Cancel the declaration
incident-line = { $who }: { $said }
incident-did-declare = declared the incident
incident-did-gather = { $n ->
    [one] added { $number } case
   *[other] added { $number } cases
}
incident-did-release = { $n ->
    [one] released { $number } case
   *[other] released { $number } cases
}
incident-did-describe = changed title or extent
incident-did-set-owners = changed who has it
incident-did-opt-out = stopped telling a company
incident-did-opt-in = began telling a company again
incident-did-cancel = cancelled the declaration ({ $reason })
incident-did-warn = told that an update is due { $at }
incident-did-miss = told that the update due { $at } is late
incident-changed-meanwhile = Somebody else changed the incident while you were writing. Read the timeline, then send again.
refused-no-incidents = This desk declares no incidents.
refused-incident-over = This incident has ended.
refused-incident-running = The incident is still running. Wait until service is restored.
refused-cause-reported = The cause has been reported already.
refused-no-such-phase = It cannot go from “{ $from }” to “{ $to }”. Please check the phase.
refused-gathered-elsewhere = A case you chose belongs to { $number }. Release it from { $number } first.
wrong-not-yet = “{ $field }” lies ahead. Please enter a time up to now.
desk-what-incident-severity = severity of incidents
desk-what-region = region
desk-what-phase = phase of incidents
occasion-incident-updated = Incident update
occasion-incident-due = Incident update due
occasion-incident-overdue = Incident update overdue
incident-facts = Incident details
incident-end-text = What customers see at the end
surge-title = The same trouble reported by several companies
surge-told = { $companies } companies have reported something like this about { $product } since { $since } ({ $cases } cases). Check whether an incident is behind it.
surge-first = First case:
surge-declare = Review the cases and declare an incident
surge-dismiss = Not the same

# The report on the cause.
occasion-cause-due = Report on a cause due
occasion-cause-overdue = Report on a cause late
incidents-cause-owed = Cause to report
incidents-cause-late = Cause report late
incident-did-warn-cause = told that the report on the cause is due on { $day }
incident-did-miss-cause = told that the report on the cause has not come by { $day }
