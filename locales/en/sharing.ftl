# Screens, cameras and voices of a session, and what customers agree to.

stage-title = Screens, cameras and voices
stage-asks = Questions from the engineer
stage-connecting = Getting screens and voices ready…
stage-on = Screens and voices: connected
stage-again = Screens and voices were cut off. Reconnecting by itself…
stage-blocked = Screens and voices cannot be connected. It is still being tried. If this goes on, use another network or ask whoever runs yours. You can go on chatting.
stage-elsewhere = Your place is in use on another screen. To go on here, reload this page.
stage-over = Screens and voices are disconnected.
stage-offline = Nothing is sent from this device any more. The desk is told that you took it back as soon as it can be reached.
stage-held = Nothing is sent from this device for now, so that it is not recorded. It goes on once the desk has heard that you took your consent back.
stage-unheard = Marks are not shown any more. The desk is told that you took it back as soon as it can be reached.
stage-again-screen = The page was loaded anew, and sharing your screen ended. To go on, press the button below.
stage-again-go = Share your screen again
stage-reload-hint = If you reload or close this page, sharing your screen ends.

# What one does.
stage-share = Share your screen
stage-stop-share = Stop sharing your screen
stage-stop-theirs = End the customer’s sharing
stage-camera = Turn camera on
stage-stop-camera = Turn camera off
stage-call = Join the call
stage-start-call = Start a call
stage-hang-up = Leave the call
stage-end-call = End the call
stage-pointer = Point at the screen
stage-stop-pointer = Stop the pointing
stage-grant = Allow
stage-mute = Mute the microphone
stage-unmute = Unmute
stage-larger = Full screen
stage-sound = Play the sound
stage-you-share = Everybody in the session sees your screen.
stage-shares = { $name } is sharing a screen.
stage-tile-screen = Screen of { "{name}" }
stage-tile-camera = Camera of { "{name}" }
stage-tile-own-screen = The screen that you share
stage-tile-own-camera = Your camera
stage-tile-waits = Waiting for the picture…
stage-point-help = Shared screen. Point with a click or the arrow keys; draw by dragging, or with Shift and the arrow keys.

stage-customer-hint = What you turn on, everybody in the session sees or hears. You can stop at any time; stopping also takes your consent back.

# Consent.
stage-thing-screen = seeing the screen
stage-thing-pointer = pointing and drawing on the screen
stage-thing-camera = camera
stage-thing-voice = voice
stage-thing-recording = recording
stage-ask-screen = Do you allow your screen to be seen?
stage-ask-pointer = Do you allow pointing and drawing on the screen that you share?
stage-ask-camera = Do you allow your camera to be seen?
stage-ask-voice = Do you allow your voice to be heard?
stage-ask-recording = Do you allow your screen, camera and voice to be recorded?
stage-means-screen = Everybody in the session sees only what you choose next. You can stop at any time.
stage-means-pointer = Marks are shown, and nothing on your device is operated. You can take it back at any time.
stage-means-camera = Everybody in the session sees it. You can stop at any time.
stage-means-voice = Everybody in the call hears it. You can stop at any time.
stage-means-recording = It is recorded only while you allow it, and seen by those who may see the case. You can take it back at any time.
stage-purpose = Purpose: { $purpose }
stage-silence = No answer within 30 seconds counts as no.
stage-yes = Allow
stage-yes-screen = Allow and choose the screen
stage-no = Do not allow
stage-agreed = You allow
stage-withdraw = Take back
stage-waits = Waiting for { $name }: { $thing }
stage-ask = Ask a customer for consent
stage-ask-of = { $name } will be asked.
stage-ask-whom = Whom
stage-ask-thing = For what
stage-ask-purpose = Purpose
stage-ask-purpose-hint = The customer sees it.
stage-ask-purpose-preset = to look at the problem
stage-ask-go = Ask

# Why not.
stage-no-secure = Over this connection (http), screen, camera and microphone cannot be used. Please open the address that begins with https://.
stage-no-devices = This browser cannot carry screens and voices. Please use a current Chrome, Edge, Firefox or Safari.
stage-no-screen = The browser of this device cannot share a screen. To share yours, join from a computer.
stage-denied-screen = No screen was chosen, or the browser does not allow sharing. Choose again, or allow it in the settings of your browser and system.
stage-denied-camera = The camera is not allowed. Allow it by the icon beside the address, and try again.
stage-denied-microphone = The microphone is not allowed. Allow it by the icon beside the address, and try again.
stage-none-screen = There is no screen to share. Please try another browser or device.
stage-none-camera = No camera was found. Connect one and try again.
stage-none-microphone = No microphone was found. Connect one and try again.
stage-busy = Another program is using the device. Close it and try again.
stage-failed = It could not be started. Check your connection and try again.

# Before joining.
devices-title = Try camera and microphone
devices-hint = You can try them before you join. Nothing leaves this device. After joining, too, nothing is shared before you allow it.
devices-hint-staff = You can check this before a session. Neither picture nor sound leaves this device.
devices-go = Try them
devices-stop = Stop trying
devices-camera-works = The camera works.
devices-microphone-works = The microphone works; the meter moves when you speak.
devices-level = Level of the microphone
devices-picture = Picture of the camera
join-recorded = This session is recorded.
join-agrees = I agree to my screen, camera and voice being recorded
join-agrees-hint = You can join without agreeing; then nothing of yours is recorded. You can take it back at any time.

# What happened.
session-did-ask = { $name } was asked for consent: { $thing }
session-did-grant = { $name } agreed: { $thing }
session-did-deny = { $name } did not agree: { $thing }
session-did-not-answer = { $name } did not answer: { $thing }
session-did-withdraw = { $name } took consent back: { $thing }
session-did-share = { $name } began to share a screen
session-did-end-share = { $name } no longer shares a screen
session-did-end-share-selected = Another customer is being helped, and { $name } no longer shares a screen
session-did-end-share-passed = The host changed, and { $name } no longer shares a screen
session-did-point = { $name } is pointing at the shared screen
session-did-start-camera = { $name } turned the camera on
session-did-end-camera = The camera of { $name } is off
session-did-call = { $name } started a call
session-did-join-call = { $name } joined the call
session-did-leave-call = { $name } left the call
session-did-end-call = The call ended
session-did-end-call-no-voice = The new host’s device carries no voice, and the call ended
