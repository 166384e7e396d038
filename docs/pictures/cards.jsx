// What shows a card: Adaptive Cards by Microsoft's own renderer, Block Kit by slack-blocks-to-jsx, embeds by
// @skyra/discord-components-core; the other three have no renderer outside of their clients and are previews of our own,
// which show order, weight and length, and say that they are none.
import * as AdaptiveCards from 'adaptivecards';
import 'adaptivecards/dist/adaptivecards.css';
import '@skyra/discord-components-core';
import { createRoot } from 'react-dom/client';
import { Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';

const { channel, message, dark } = window.CARD;
const ink = dark ? '#e6e6e6' : '#1d1c1d';
const paper = { teams: ['#f5f5f5', '#1f1f1f'], discord: ['#ffffff', '#313338'] }[channel] ?? ['#ffffff', '#1a1d21'];
const dim = dark ? '#a0a4aa' : '#616061';
const line = dark ? '#3f444a' : '#dddddd';
Object.assign(document.body.style, {
  margin: 0,
  padding: '16px',
  background: paper[dark ? 1 : 0],
  color: ink,
  font: '14px/1.45 "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
});

/** Teams' colours, for Microsoft's renderer. */
function hostConfig() {
  const tone = (light, night) => ({ default: dark ? night : light, subtle: dark ? night : light });
  const foreground = {
    default: { default: ink, subtle: dim },
    accent: tone('#5b5fc7', '#9ea2ff'),
    attention: tone('#c4314b', '#f9526b'),
    good: tone('#237b4b', '#92c353'),
    warning: tone('#835c00', '#f2d052'),
    light: tone('#ffffff', '#ffffff'),
    dark: tone('#252424', '#252424'),
  };
  const style = (light, night) => ({ backgroundColor: dark ? night : light, foregroundColors: foreground });
  return new AdaptiveCards.HostConfig({
    fontFamily: document.body.style.fontFamily,
    fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
    containerStyles: {
      default: style('#ffffff', '#292929'),
      emphasis: style('#f0f0f0', '#3d3d3d'),
      accent: style('#e8ebfa', '#2f2f4a'),
      attention: style('#fcf4f6', '#3e1f25'),
      good: style('#e7f2da', '#1e3a2a'),
      warning: style('#fbf6d9', '#463a10'),
    },
    actions: { actionsOrientation: 'horizontal', actionAlignment: 'left', buttonSpacing: 8 },
  });
}

function Teams() {
  const show = (host) => {
    if (!host || host.firstChild) return;
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = hostConfig();
    card.parse(message.attachments[0].content);
    const shown = card.render();
    Object.assign(shown.style, { borderRadius: '6px', overflow: 'hidden', border: `1px solid ${line}` });
    host.append(shown);
  };
  return <div ref={show} />;
}

function Slack() {
  // The renderer takes the :57: of 09:57:00 for an emoji that it does not know; Slack shows what it does not know as it is.
  const attachment = JSON.parse(JSON.stringify(message.attachments[0]).replace(/:(\d+):/g, '\u2236$1:'));
  const part = (blocks) => (
    <Message blocks={blocks} logo="" name="Tocsin" time={new Date('2026-08-20T10:00:00Z')} theme={dark ? 'dark' : 'light'} withoutWrapper />
  );
  return (
    <div style={{ color: ink }}>
      <b>Tocsin</b> <span style={{ color: dim }}>APP 10:00</span>
      {part([{ type: 'section', text: { type: 'mrkdwn', text: message.text } }])}
      <div style={{ borderLeft: `4px solid ${attachment.color}`, paddingLeft: '12px' }}>{part(attachment.blocks)}</div>
    </div>
  );
}

const FACE =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="%235b5fc7"/></svg>';

function Discord() {
  const embed = message.embeds[0];
  const text = (value) => <span dangerouslySetInnerHTML={{ __html: markdown(value) }} />;
  return (
    <discord-messages {...(dark ? {} : { 'light-theme': '' })} style={{ border: 0 }}>
      <discord-message author="Tocsin" avatar={FACE} bot timestamp="10:00">
        {message.content ?? ''}
        <discord-embed
          slot="embeds"
          color={`#${embed.color.toString(16).padStart(6, '0')}`}
          embed-title={embed.title}
          {...(embed.url ? { url: embed.url } : {})}
        >
          <discord-embed-description slot="description">{text(embed.description ?? '')}</discord-embed-description>
          <discord-embed-fields slot="fields">
            {(embed.fields ?? []).map((field, i) => (
              <discord-embed-field key={i} field-title={field.name} {...(field.inline ? { inline: '', 'inline-index': (i % 3) + 1 } : {})}>
                {text(field.value)}
              </discord-embed-field>
            ))}
          </discord-embed-fields>
          {embed.footer && <discord-embed-footer slot="footer">{embed.footer.text}</discord-embed-footer>}
        </discord-embed>
      </discord-message>
    </discord-messages>
  );
}

/** As much markdown as our channels write, escaped first. */
function markdown(text) {
  return text
    .replace(/&/g, '&amp;').replace(/</g, '&lt;')
    .replace(/(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\((https?:[^)\s]*)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*((?:\\.|[^*\\])+)\*\*/g, '<b>$1</b>')
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/\n/g, '<br>');
}

function Preview({ of, children }) {
  return (
    <>
      <div style={{ color: dim, fontSize: '11px', marginBottom: '8px' }}>Preview of our own, not {of}</div>
      {children}
    </>
  );
}

function Mattermost() {
  const attachment = message.attachments[0];
  const text = (value) => <div dangerouslySetInnerHTML={{ __html: markdown(value) }} />;
  return (
    <Preview of="Mattermost's client">
      {text(message.text ?? '')}
      <div style={{ border: `1px solid ${line}`, borderLeft: `4px solid ${attachment.color}`, borderRadius: '4px', padding: '12px', marginTop: '8px' }}>
        {text(attachment.text ?? '')}
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '8px', marginTop: '12px' }}>
          {(attachment.fields ?? []).map((field, i) => (
            <div key={i}><b>{field.title}</b>{text(field.value)}</div>
          ))}
        </div>
        {attachment.footer && <div style={{ color: dim, fontSize: '12px', marginTop: '12px' }}>{attachment.footer}</div>}
      </div>
    </Preview>
  );
}

function Telegram() {
  return (
    <Preview of="Telegram's client">
      <div
        style={{ background: dark ? '#182533' : '#eef6e6', borderRadius: '12px', padding: '8px 12px', maxWidth: '480px', whiteSpace: 'pre-wrap' }}
        dangerouslySetInnerHTML={{ __html: message.text }}
      />
    </Preview>
  );
}

function GoogleChat() {
  const html = (value, style) => <div style={{ whiteSpace: 'pre-wrap', ...style }} dangerouslySetInnerHTML={{ __html: value }} />;
  const widget = (one, i) => {
    if (one.textParagraph) return html(one.textParagraph.text, { margin: '8px 0' });
    if (one.decoratedText) {
      return (
        <div key={i} style={{ margin: '8px 0' }}>
          <div style={{ color: dim, fontSize: '12px' }}>{one.decoratedText.topLabel}</div>
          {html(one.decoratedText.text)}
        </div>
      );
    }
    if (one.columns) return <div style={{ display: 'flex', gap: '16px' }}>{one.columns.columnItems.map((column, j) => <div key={j} style={{ flex: 1 }}>{column.widgets.map(widget)}</div>)}</div>;
    if (one.buttonList) {
      return (
        <div style={{ display: 'flex', gap: '8px', flexWrap: 'wrap', margin: '8px 0' }}>
          {one.buttonList.buttons.map((button, j) => (
            <span key={j} style={{ border: `1px solid ${line}`, borderRadius: '16px', padding: '4px 12px', color: dark ? '#8ab4f8' : '#0b57d0' }}>{button.text}</span>
          ))}
        </div>
      );
    }
    return <pre>{JSON.stringify(one)}</pre>;
  };
  return (
    <Preview of="Google Chat's client">
      {message.cardsV2.map(({ card }, i) => (
        <div key={i} style={{ border: `1px solid ${line}`, borderRadius: '8px', maxWidth: '520px' }}>
          {card.header && (
            <div style={{ padding: '12px 16px' }}><b>{card.header.title}</b><div style={{ color: dim }}>{card.header.subtitle}</div></div>
          )}
          {card.sections.map((section, j) => (
            <div key={j} style={{ padding: '4px 16px', borderTop: j || card.header ? `1px solid ${line}` : 0 }}>
              {section.header && <b>{section.header}</b>}
              {section.widgets.map((one, k) => <div key={k}>{widget(one, k)}</div>)}
            </div>
          ))}
        </div>
      ))}
    </Preview>
  );
}

const View = { teams: Teams, slack: Slack, discord: Discord, mattermost: Mattermost, telegram: Telegram, 'google-chat': GoogleChat }[channel];
const links = document.createElement('style');
links.textContent = `a { color: ${dark ? '#8ab4f8' : '#1264a3'}; }`;
document.head.append(links);
createRoot(document.getElementById('root')).render(<View />);
