// The variables that a snippet may hold, as its form names them. What they stand for is found where it is inserted.

const NAMES = ['contact.name', 'contact.first_name', 'contact.address', 'agent.name', 'agent.email', 'conversation.number', 'conversation.subject', 'mailbox.name', 'mailbox.address'];

/** All of them in one line. */
export const variableNames = () => NAMES.map((name) => `{${name}}`).join(' ');

export { NAMES };
