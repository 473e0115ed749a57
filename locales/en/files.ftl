# Attaching files
files-or-text = Write something or attach a file
files-label = Attachments
files-title = Attachments
files-limits = Up to { $most }, { $size } each. Accepted: { $kinds }.
files-limits-one = One file, up to { $size }. Accepted: { $kinds }.
files-large = Larger files, up to { $size }, go on where they stopped if the connection breaks.
files-came = Attachments: { $names }
files-named = { $name } ({ $size })
files-bytes = { $n } bytes
files-kb = { $n } KB
files-mb = { $n } MB
files-gb = { $n } GB
files-going = Uploading {"{percent}"}%
files-done = “{"{name}"}” is attached
files-broken = The connection broke and the file was not attached. Check your connection and choose it again.
files-again = Reconnecting…
files-off = Cancel
files-wait = Please wait until the upload has finished.
file-empty = “{ $name }” was not attached because it is empty.
file-too-large = “{ $name }” was not attached because it is too large. Each file can hold { $max }.
file-too-many = { $n ->
    [one] Only one file can be attached at a time.
   *[other] At most { $number } files can be attached at a time.
  }
file-kind = “{ $name }” is not an accepted type. Accepted: { $kinds }
file-other-content = “{ $name }” was not attached because its content is not { $kind }. Choose a file whose extension is right.
file-locked = “{ $name }” was not attached because it has a password and cannot be scanned. Remove the password.
file-threat = “{ $name }” was not attached because the scan found a threat. Check the file and attach another one.
file-gone = An attachment could not be found. Choose it again.
file-gone-named = “{ $name }” is not ready to be sent. Choose it again.
file-crumbs = “{ $name }” was not attached because it is sent in pieces that are too small. Send at least { $least } at a time.
file-no-room = There is no room left for “{ $name }”. Cancel attachments that you do not need, or contact support.
file-state-removed = removed
file-state-held = being scanned
file-state-clean = scanned, no threat found
file-state-threat = held back: a threat was found
file-unscanned = it could not be scanned and cannot be opened yet
file-unscanned-too-large = waiting: the virus scanner takes no file as large as this (StreamMaxLength). Once its limit is raised, the file is scanned by itself.
file-unscanned-hung-up = waiting: the virus scanner hung up in the middle of the file. It is tried again by itself.
file-unscanned-slow = waiting: the virus scanner did not finish in time. It is tried again by itself.
file-unscanned-unread = waiting: the stored file could not be read. Please tell an administrator.
file-unscanned-said = waiting: the virus scanner answered “{ $words }”. It is tried again by itself.
file-remove = Remove
file-remove-sure = Remove this file? This cannot be undone.
file-remove-now = Remove
file-back = Case { $number }
file-have = Download
file-previous = Previous image
file-next = Next image
file-masked = Secrets such as passwords and cookies were masked before this file was stored.
file-cut = The first 256 KB are shown. Download the file to see all of it.
file-hidden = { $n ->
    [one] One place that looks like a password or another secret is hidden as “***”.
   *[other] { $number } places that look like passwords or other secrets are hidden as “***”.
  }
file-secrets-show = Show them
file-secrets-noted = Showing them is recorded in the audit. In the downloaded file they are not hidden.
did-attach = { $n ->
    [one] attached a file
   *[other] attached { $number } files
  }
did-remove-file = removed the attachment “{ $name }”
did-remove-file-erased = removed an attachment

# Software to download
downloads-title = Software
downloads-lead = Software for the services you use. Downloads are recorded.
downloads-lead-staff = Software that customers can download. Downloads stand in the audit.
downloads-none = No software yet
downloads-none-text = Once it is published, it can be downloaded here.
downloads-get = Download
checksum = SHA-256
downloads-publish = Publish a version
downloads-publish-go = Publish
downloads-withdraw = Withdraw
downloads-withdrawn = Withdrawn on { $at }
field-files = File
field-software = Name of the software
field-version = Version
field-release-note = What is new
file-is-locked = Locked: cannot be scanned or read
