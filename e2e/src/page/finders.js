// Looks for what a journey names, inside the page. Called as
// (FINDERS)(name, args, patience): answers { ok: value } or { why: sentence }.
(name, args, patience) => {
  const squeezed = (text) => String(text ?? "").replace(/\s+/g, " ").trim();
  const shown = (element) => element.getClientRects().length > 0
    && element.checkVisibility({ visibilityProperty: true });
  const words = (element) => squeezed(element.innerText ?? element.textContent);
  const no = (why) => ({ why });
  const named = (element) => {
    const id = element.id ? `#${element.id}` : "";
    return `<${element.localName}${id}> ${words(element).slice(0, 40)}`.trim();
  };

  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (found, what) => {
    const seen = found.filter(shown);
    if (seen.length > 1) return no(`${seen.length} ${what}`);
    return seen.length ? { ok: seen[0] } : no(found.length ? `${what} is hidden` : `no ${what}`);
  };

  const byText = (text) => {
    const buttons = all("a[href],button,summary,[role=button],[role=link],[role=tab],[role=menuitem],[role=option],input[type=submit],input[type=button]");
    const says = (element) => [words(element), squeezed(element.value), squeezed(element.ariaLabel)];
    return one(buttons.filter((element) => says(element).includes(text)), `button or link “${text}”`);
  };

  const controls = "input:not([type=hidden]),select,textarea,[contenteditable=true],[role=textbox],[role=combobox]";
  const labelsOf = (control) => {
    const ids = (control.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const elements = [...(control.labels ?? []), ...ids.map((id) => document.getElementById(id))];
    const texts = elements.filter(Boolean).map((label) => {
      // A label that wraps its control also carries the control's own words.
      const copy = label.cloneNode(true);
      copy.querySelectorAll("select,textarea,input,[hidden]").forEach((inner) => inner.remove());
      return squeezed(copy.textContent);
    });
    return [...texts, squeezed(control.ariaLabel)].filter(Boolean);
  };
  const inGroup = (control, group) => {
    if (!group) return true;
    const box = control.closest("fieldset,[role=group],[role=radiogroup]");
    return box !== null && [squeezed(box.querySelector("legend")?.textContent), squeezed(box.ariaLabel)]
      .some((text) => text === group || text.startsWith(group));
  };
  // An exact label first; else one that begins so (“件名 必須” for “件名”).
  const byLabel = (label, group, kinds, mayHide) => {
    const found = all(kinds ?? controls).filter((control) => inGroup(control, group));
    const exact = found.filter((control) => labelsOf(control).includes(label));
    const near = found.filter((control) => labelsOf(control).some((text) => text.startsWith(label)));
    const chosen = exact.length ? exact : near;
    if (mayHide && chosen.length === 1) return { ok: chosen[0] };
    return one(chosen, `field “${label}”`);
  };

  // Where a pointer would press, once the element is in view and uncovered.
  const place = (element, instead) => {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = element.getClientRects()[0];
    if (!box) return no(`${named(element)} has no box`);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const top = document.elementFromPoint(at.x, at.y);
    const reached = top && (element.contains(top) || top.contains(element) && top.closest("a,button,label") !== null);
    if (reached) return { ok: at };
    if (instead) return place(instead, null);
    return no(`${named(element)} is covered by ${top ? named(top) : "nothing in view"}`);
  };
  const press = (found) => {
    if (!found.ok) return found;
    if (found.ok.matches(":disabled,[aria-disabled=true]")) return no(`${named(found.ok)} is disabled`);
    globalThis.aimedAt = found.ok;
    return place(found.ok, found.ok.labels?.[0]);
  };
  const tell = (control) => {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const typed = /^(text|search|tel|url|email|password|number|textarea)$/;
  const steps = {
    point: (selector) => press(one(all(selector), selector)),
    pointText: (text) => press(byText(text)),
    pointSubmit: (form) => press(one(all(form).flatMap((element) =>
      [...element.elements].filter((control) => control.type === "submit" && !control.hidden).slice(0, 1)), `submit button in ${form}`)),
    // Whether a press there leads to another page, where no script says otherwise.
    leads: (x, y) => {
      const there = document.elementFromPoint(x, y);
      const link = there?.closest("a[href]");
      if (link) return { ok: link.target !== "_blank" && !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#") };
      const button = there?.closest("button,input[type=submit]");
      const form = button?.type === "submit" ? button.form : null;
      if (!form || (button.formMethod || form.method) === "dialog" || button.formTarget === "_blank") return { ok: false };
      return { ok: form.noValidate || button.formNoValidate || form.checkValidity() };
    },
    // Answers true where real typing must follow, false where the value is set.
    focus: (label, group, value) => {
      const found = byLabel(label, group);
      if (!found.ok) return found;
      const control = found.ok;
      if (control.matches(":disabled,[readonly]")) return no(`“${label}” cannot be changed`);
      control.focus();
      if (control.isContentEditable) { getSelection().selectAllChildren(control); return { ok: true }; }
      if (typed.test(control.type)) { control.select(); return { ok: true }; }
      control.value = value;
      if (control.value !== value) return no(`“${label}” does not take “${value}”`);
      tell(control);
      return { ok: false };
    },
    choose: (label, option) => {
      const found = byLabel(label, null, "select");
      if (!found.ok) return found;
      const options = [...found.ok.options];
      const wanted = options.find((each) => squeezed(each.label) === option);
      if (!wanted) return no(`“${label}” offers no “${option}”, but ${options.map((each) => each.label).join("／")}`);
      found.ok.focus();
      if (!wanted.selected) { wanted.selected = true; tell(found.ok); }
      return { ok: true };
    },
    // Null where it already stands as wanted.
    check: (label, group, on) => {
      const found = byLabel(label, group, "input[type=radio],input[type=checkbox],[role=switch]", true);
      if (!found.ok) return found;
      return found.ok.checked === on ? { ok: null } : press(found);
    },
    value: (label) => {
      const found = byLabel(label, null);
      return found.ok ? { ok: found.ok.value ?? words(found.ok) } : found;
    },
    text: (selector) => {
      const found = all(selector);
      return found.length ? { ok: words(found[0]) } : no(`no ${selector}`);
    },
    attribute: (selector, attribute) => {
      const found = all(selector);
      return found.length ? { ok: found[0].getAttribute(attribute) } : no(`no ${selector}`);
    },
    shown: (selector) => all(selector).some(shown) ? { ok: true } : no(`no ${selector} to be seen`),
    gone: (selector) => all(selector).some(shown) ? no(`${selector} is still there`) : { ok: true },
    says: (text) => squeezed(document.body?.innerText).includes(text) ? { ok: true } : no(`the page does not say “${text}”`),
    holds: (test) => test() ? { ok: true } : no(`does not hold: ${test}`),
  };

  const look = () => {
    try { return steps[name](...args); } catch (error) { return no(String(error)); }
  };
  const first = look();
  if ("ok" in first || patience <= 0) return first;
  return new Promise((done) => {
    let last = first;
    const again = () => {
      last = look();
      if ("ok" in last) finish();
    };
    const watch = new MutationObserver(again);
    // A value typed or a transition that ends mutates nothing.
    const turn = setInterval(again, 50);
    const end = setTimeout(() => finish(), patience);
    const finish = () => {
      watch.disconnect();
      clearInterval(turn);
      clearTimeout(end);
      done(last);
    };
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
