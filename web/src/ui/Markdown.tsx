import { lexer, type Token, type Tokens } from 'marked';
import { type ComponentChildren, h } from 'preact';

/**
 * A Markdown text as elements of the page. It is made from what the parser read, never from HTML: tags within the text are shown as they are
 * written, pictures by their words, and links lead to the web alone.
 */
export const Markdown = ({ text }: { text: string }) => <div class="markdown">{nodes(lexer(text))}</div>;

const nodes = (tokens: readonly Token[] = []): ComponentChildren => tokens.map(node);

function node(token: Token): ComponentChildren {
  switch (token.type) {
    case 'heading': return h(`h${Math.min(6, (token as Tokens.Heading).depth + 2)}`, {}, nodes(token.tokens));
    case 'paragraph': return <p>{nodes(token.tokens)}</p>;
    case 'blockquote': return <blockquote>{nodes(token.tokens)}</blockquote>;
    case 'list': return list(token as Tokens.List);
    case 'table': return table(token as Tokens.Table);
    case 'code': return <pre tabIndex={0}><code>{(token as Tokens.Code).text}</code></pre>;
    case 'hr': return <hr />;
    case 'strong': return <strong>{nodes(token.tokens)}</strong>;
    case 'em': return <em>{nodes(token.tokens)}</em>;
    case 'del': return <del>{nodes(token.tokens)}</del>;
    case 'codespan': return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br': return <br />;
    case 'link': return link(token as Tokens.Link);
    case 'text': return token.tokens ? nodes(token.tokens) : (token as Tokens.Text).text;
    case 'image': case 'escape': return (token as Tokens.Escape).text;
    case 'space': case 'def': return null;
    default: return token.raw;
  }
}

const list = ({ ordered, start, items }: Tokens.List) =>
  ordered ? <ol start={start || 1}>{items.map(item)}</ol> : <ul>{items.map(item)}</ul>;

const item = ({ tokens }: Tokens.ListItem) => <li>{nodes(tokens)}</li>;

function link({ href, tokens }: Tokens.Link) {
  return /^https?:\/\//i.test(href) ? <a href={href} rel="noopener noreferrer" target="_blank">{nodes(tokens)}</a> : <span>{nodes(tokens)}</span>;
}

// Tables without words in their head are lists of facts: the first column names them.
function table({ header, rows }: Tokens.Table) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={header.map((cell) => cell.text).join(' ').trim() || 'Facts'}>
      <table class="compact">
        {header.some((cell) => cell.text) && <thead><tr>{header.map((cell) => <th scope="col">{nodes(cell.tokens)}</th>)}</tr></thead>}
        <tbody>{rows.map(([first, ...others]) => <tr><th scope="row">{nodes(first?.tokens)}</th>{others.map((cell) => <td>{nodes(cell.tokens)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
