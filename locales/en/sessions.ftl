# Support sessions.

sessions-title = Support sessions
sessions-lead = Solve a problem together with the customer, live.
sessions-offers = Sessions offered to you
sessions-running = Running sessions
session-calls = { $n ->
    [one] { $number } support session is waiting for you.
   *[other] { $number } support sessions are waiting for you.
  }
session-calls-open = Open
sessions-none = No session is running.
session-title = Support session
session-of-number = Session { $number }
session-number = Session number
session-passcode = Passcode
session-start-title = Start a session
session-start = Start
session-case = Case number
session-case-hint = A session about a case stays in that case’s history.
session-start-invite = Invite the customer at once
session-start-invite-hint = Without it, you can still invite later, in the session.
session-start-email-hint = Left empty, the case’s contact is written to.
session-start-no-address = Please check the e-mail address. To invite later, untick “Invite the customer at once”.
session-no-such-case = There is no such case. Please check the number.
session-mode = How you work
session-mode-single = One session at a time
session-mode-multi = Several sessions, each in a tab
session-assist-title = Help in a session
session-assist-hint = The nine digits that the host told you.
session-assist = Join as an assistant
session-assist-wrong = No running session has this number. Please ask the host for it again.
session-since = Started
session-state = State
session-yours = you are in it
session-customers-title = Customers
session-customers = { $n ->
    [one] { $number } customer
   *[other] { $number } customers
  }
session-state-open = Running
session-state-transferring = Being handed on
session-state-host-lost = Waiting for a host
session-state-ended = Ended

# Taking what is handed on.
acd-title = Taking handed-on sessions
acd-hint = While you are available, sessions handed on to your queues are offered to you.
acd-set = Change
acd-available = Available
acd-busy = Busy
acd-away = Away

# Joining.
session-join-title = Join a session
session-join-lead = Enter the session number and the passcode that the engineer told you. You need no account.
session-join-link-lead = Enter the name that the engineer will see. You need no account.
session-number-hint = Nine digits. Spaces do not matter.
session-passcode-hint = Six digits.
session-your-name = Your name
session-your-name-hint = Everybody in the session sees it.
session-join-go = Join
session-join-by-number = Join by session number
session-join-again = Join again
session-wrong-number = The number or the passcode is wrong, or this number lets nobody in at the moment. Please check with the engineer, or ask for a new passcode.
session-wrong-link = This link cannot be used. The session may have ended. Please ask the engineer for a new link.
session-link-in-use = This link is in use on another screen. Go on there, or ask the engineer for a new link.

# In the room.
session-people = People
session-you = (you)
session-you-are = Your role: { $role }
session-role-host = Host
session-role-agent = Agent
session-role-assistant = Assistant
session-role-former-host = Former host
session-role-customer = Customer
session-role-selected = Customer being served
session-role-waiting = Waiting to be let in
session-away = connection lost
session-chat = Chat
session-say-label = Message
session-say = Send
session-chat-closed = The chat has ended. The host can open it again.
session-chat-reopens = Sending opens the chat again.
session-waiting = Please wait here until the engineer lets you in.
session-served = { $host } is helping you.
session-served-later = { $host } is helping another customer just now. You can follow the talk here.
session-transferring = You are being handed on to another engineer. Please wait here.
session-transferring-staff = Waiting for an answer from those it is handed on to.
session-host-lost = The connection to the engineer was lost. Please wait here until they are back or another engineer comes.
session-host-lost-staff = There is no host. The next engineer who joins becomes host.
session-come-back = If you close or reload this page, your place is kept for a while.
session-no-script = { $n ->
    [one] This page refreshes itself every { $number } second. To write messages and the like, please use the page that stays as it is.
   *[other] This page refreshes itself every { $number } seconds. To write messages and the like, please use the page that stays as it is.
  }
session-write = Open the page to write on
session-writes = So that nothing you type is lost, this page does not refresh itself. Please send within five minutes, or go back.
session-writes-back = Go back
session-refresh = Refresh
session-leave = Leave
session-select = Help this one
session-admit = Let in
session-turn-away = Turn away
session-remove = Remove
session-door = How to get in
session-passcode-new = Show a new passcode
session-passcode-none = None
session-number-known = Whoever you sent away can join again with this number and passcode. To keep them out, show a new passcode.
session-number-closed = After too many wrong passcodes, joining by number is closed. Show a new passcode to open it again. Invitation links go on working.
session-tabs = Your sessions
session-tab-news = { $n ->
    [one] { $number } new
   *[other] { $number } new
  }
session-offered = This session is offered to you.
session-waits = This session has no host. If you take it over, you become host.
session-empty = No customer is here. If nobody joins by { $at }, the session ends.
session-accept = Take over
session-decline = Decline
session-lasted = Duration: { $span }
session-over-title = You are not in a session
session-over-lead = The session has ended, or you have left it. To go on, ask the engineer for the number or a new link.

# Inviting.
session-invite = Invite a customer
session-invite-email = E-mail address
session-invite-way = How
session-way-own-mail = From your own mail program
session-way-mail = By mail from the support desk
session-way-link = Make a link
session-invite-go = Invite
session-invite-agents = Colleagues join, signed in, with the number { $number }.
session-invite-no-address = Please check the e-mail address. To make just a link, choose “Make a link”.
session-invitation = Invitation
session-invitation-sent = The invitation was sent.
session-open-mail = Open your mail program
session-link = Invitation link
session-link-hint = For one customer. You can send it in a chat, for instance.
session-mail-subject = { $vendor }: invitation to a support session
session-mail-body =
    { $vendor } invites you to a support session.

    Open this link and enter your name. There is nothing to install, and you need no account.
    { $link }

    If you cannot open the link, enter the number and the passcode on this page:
    { $page }
    Session number: { $number }
    Passcode: { $passcode }

# Control and handing on.
session-pass = Pass control
session-return = Give control back
session-transfer = Transfer session
session-end = End
session-step-back = Back
session-ends-share = { $name } stops sharing.
session-ends-files = { $n ->
    [one] { $number } file that is being sent is stopped.
   *[other] { $number } files that are being sent are stopped.
  }
session-ends-cameras = Cameras are turned off.
session-ends-recording = The recording ends. What was recorded until then is kept.
session-ends-recording-anew = The recording ends, and begins again with the new host.
session-ends-call = The call ends.
session-keeps-call = The call goes on.
session-may-keep-call = The call goes on if the new host’s device can carry voice; otherwise it ends.
session-ends-consents = What customers agreed to no longer counts. The new host asks them again.
session-ends-chat = The chat ends. The new host can open it again, and what was said is kept.
session-may-stay = You may stay and take part in the talk. You can leave, but not end the session.
session-gets-back = The new host can give control back to you at any time.
session-you-leave = You leave the session by yourself.
session-they-stay = Customers wait. If nobody answers, the session goes to the desk’s fallback queue.
session-they-wait = Customers wait. If nobody answers, the next agent who joins takes over.
session-all-leave = Everybody leaves.
session-is-kept = Who took part and what was said is kept.
session-pass-title = Pass control
session-pass-lead = An assistant will lead the session instead of you.
session-pass-go = Pass
session-pass-to = To whom
session-pass-nobody = There is no assistant to pass control to. Ask a colleague to join by the session number.
session-return-title = Give control back
session-return-lead = The former host will lead the session again.
session-return-go = Give back
session-return-to = To { $name }
session-transfer-title = Transfer session
session-transfer-lead = Hand the session on to one queue, or to one or several agents.
session-transfer-go = Transfer
session-transfer-queue = Queue
session-transfer-no-queue = No queue
session-queue-free = { $n ->
    [one] { $number } available
   *[other] { $number } available
  }
session-transfer-agents = Agents
session-transfer-nobody = No agent can take it just now. Choose a queue.
session-transfer-message = Message to whom takes over
session-transfer-message-hint = Up to { $most } characters. Customers do not see it.
session-transfer-count = { "{n}" } of { $most } characters
session-transfer-over = The message is longer than { $most } characters. Please shorten it.
session-end-title = End the session
session-end-lead = This ends the session.
session-end-go = End

# What happened.
session-did-start = { $name } started the session
session-did-join = { $name } joined
session-did-leave = { $name } left
session-did-lose = { $name } lost the connection, and the place is free
session-did-remove = The host removed { $name }
session-did-hand-on = { $name } handed the session on and left
session-did-select = { $name } is being helped
session-did-pass = Control passed to { $name }
session-did-return = Control went back to { $name }
session-did-accept = { $name } took the session over
session-did-take-over = { $name } became host
session-did-end-chat = The chat ended
session-did-lose-host = The connection to the host was lost
session-did-pass-on = Nobody answered; the session was offered to the fallback queue
session-ended-by-host = The host ended the session.
session-ended-host-lost = The connection to the host was lost, and the session ended.
session-ended-unanswered = No agent took the session over, and it ended.
session-ended-empty = The customers had left, and the session ended.

# In the case.
session-of-case = Support sessions
session-start-for-case = Start a session
session-case-line = { $at }, { $span }, with { $who }
session-case-running = Running since { $at }, with { $who }
session-transcript = What was said

# Why not.
session-no-not-allowed = This cannot be done.
session-no-ended = The session has ended. Please start a new one.
session-no-host-only = Only the host does this. Please ask the host.
session-no-host = There is no host at the moment. Please wait until an engineer comes.
session-no-host-stays = A host does not just leave. Pass control, transfer the session, or end it.
session-no-one-at-a-time = You lead a session already. End it before you start another.
session-no-full = { $n ->
    [one] This session takes { $number } customer. Please contact the engineer.
   *[other] This session takes { $number } customers at most. Please contact the engineer.
  }
session-no-number-closed = Joining by number is closed. Please ask the engineer for a new passcode.
session-no-name = Please enter your name.
session-no-participant = This person is not in the session just now. Please look at the list of people.
session-no-already = It is so already. Please refresh the page.
session-no-not-selected = Only the customer being served does this. Please ask the host.
session-no-consent = The customer has not agreed. Please ask for consent first.
session-no-nothing-on = This has ended already. Please refresh the page.
session-no-voice = This device carries no voice. Please join with another one.
session-no-recording = This support desk records nothing.
session-no-text = Please enter a message.
session-no-too-long = It has { $given } characters; the limit is { $most }. Please shorten it.
session-no-former = There is nobody to give control back to. Pass it to another assistant.
session-no-not-acd = Only agents who serve a queue transfer sessions. Pass control to an assistant instead.
session-no-queue-or-agents = Choose one queue, or one or several agents, not both.
session-no-target = Who was chosen cannot take over just now. Please choose somebody else.
session-no-offer = This offer was answered by somebody else, or taken back.

# In the case’s timeline.
did-hold-session = held a support session
does-hold-session = is holding a support session
session-during = { $from }–{ $until }
session-during-open = since { $from }
session-deed-led = { $name } led the session
session-deed-shared-desktop = { $name } shared the whole screen
session-deed-shared-window = { $name } shared a window
session-deed-shared-tab = { $name } shared a browser tab
session-deed-pointed = { $name } pointed at the shared screen
session-deed-camera = { $name } had the camera on
session-deed-spoke = { $name } was in the call
session-deed-recorded = Recorded
session-deed-file = { $name } sent { $to } the file { $file } ({ $size })
session-deed-file-open = { $name } is sending { $to } the file { $file } ({ $size })
session-deed-file-stopped = { $name } wanted to send { $to } the file { $file } ({ $size }); it was not sent
session-did-invite-agent = { $name } was asked to join
session-did-record = The session is being recorded from now on
session-did-end-recording = The recording has ended
session-did-fail-recording = The recording could not go on and has stopped

# Asking colleagues.
sessions-invitations = You were asked to join
session-asked-you = The host asked you to join this session.
session-invite-agent = Invite a colleague
session-invite-agent-hint = They find the session on their page and join without a number.
session-invite-agent-way = How they are told
session-way-page = Without mail, on their page alone
session-agent-link-hint = Only a colleague who has signed in can use it.
session-agent-mail-subject = You are asked to join support session { $number }
session-agent-mail-body =
    { $host } asks you to join support session { $number }.

    Open this page, signed in, to join:
    { $link }
session-agent = Colleague
session-no-agents = There is nobody else to ask.
session-agents-asked = Asked, not here yet: { $names }

# Nobody answered.
session-unanswered-open = Nobody answered for session { $number }, which you handed on. { $host } leads it now.
session-unanswered-passed-on = Nobody answered for session { $number }, which you handed on. It was offered to the fallback queue.
session-unanswered-waits = Nobody answered for session { $number }, which you handed on. The customer is waiting. The next agent who joins leads it.
session-unanswered-ended = Nobody answered for session { $number }, which you handed on. It has ended.
session-unanswered-seen = Understood
mail-unanswered-subject = Session { $number }: nobody answered
mail-unanswered-passed-on = Nobody took over session { $number }, which you handed on. It was offered to the fallback queue, and the customer is waiting.
mail-unanswered-waits = Nobody took over session { $number }, which you handed on. The customer is waiting, and the next agent who joins leads the session.
mail-unanswered-assistant = Nobody took over session { $number }, which you handed on. An assistant who was in it leads it now.

# The survey.
session-survey-lead = Please tell us how this session went. It takes about a minute.
session-survey-not-asked = There is no open survey for this session any more.
session-survey-too-long = Please shorten your comment to { $number } characters.
session-survey-by = What { $name } answered

# What customers agree to.
session-thing-screen = Screen
session-thing-pointer = Pointer
session-thing-camera = Camera
session-thing-voice = Voice
session-thing-recording = Recording

# Recordings.
recording-watch = Watch the recording
recording-title = Recording of a support session
recording-archive = Download everything (tar)
recording-play = Play
recording-pause = Pause
recording-back = 10 s back
recording-ahead = 10 s ahead
recording-seek = Place in the recording
recording-speed = Speed
recording-keys = Keys: space plays and pauses, the arrow keys go 5 seconds back or ahead.
recording-marks = What happened
recording-damaged = broke off
recording-kept = Kept until { $until }.
recording-erase = Erase the recording
recording-erase-lead = The recording is gone for everybody and cannot be brought back. That it was made and erased stays in the history.
recording-track-screen = { $name }: screen, from { $at }
recording-track-screen-sound = { $name }: sound of the screen, from { $at }
recording-track-camera = { $name }: camera, from { $at }
recording-track-voice = { $name }: voice, from { $at }

# Files.
session-files = Files
session-file-who = { $from } → { $to }
session-file-send = Send { $name } a file
session-file-limit = Up to { $size }. It goes on by itself after a break.
session-file-accept = Take
session-file-decline = Decline
session-file-stop = Cancel
session-file-stopped = not sent
session-file-arriving = on its way
session-file-yours = waits for you
session-file-waits = waits to be taken
session-did-offer-file = { $name } wants to send a file: { $file }
session-did-send-file = A file was sent: { $file }
session-did-stop-file = A file was not sent: { $file }
session-did-refuse-file = A file was not sent because something harmful was found in it: { $file }
session-recorded = This session is being recorded: of customers, what they agreed to. Those who may see the case can watch it.
session-record = Start recording
session-record-hint = A customer has to agree first. What belongs to one who has not agreed is not recorded.
session-record-stop = Stop recording
session-recording-failed = The recording could not go on and has stopped. If it stops again soon after you start it, please tell your administrator.
