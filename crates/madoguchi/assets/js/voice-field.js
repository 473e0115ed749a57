// @ts-check
/**
 * <voice-field><input type="hidden" name="voice" value="1" disabled></voice-field>
 *
 * Says with the form around it that this browser can carry a voice.
 */
class VoiceField extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (field && "mediaDevices" in navigator && "RTCPeerConnection" in window) field.disabled = false;
  }
}

customElements.define("voice-field", VoiceField);
