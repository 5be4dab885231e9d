import { expect, it } from 'vitest';
import { createTaskGroup } from '../../../lambda/ingest/task-group.ts';

it('is done when its tasks are, and those that they started', async () => {
  const tasks = createTaskGroup();
  const ended: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  tasks.add(
    first.promise.then(() => {
      ended.push('first');
      tasks.add(second.promise.then(() => void ended.push('second')));
    }),
  );
  const done = tasks.done().then(() => ended.push('done'));
  first.resolve();
  setImmediate(() => second.resolve());
  await done;
  expect(ended).toEqual(['first', 'second', 'done']);
});

it('is done at once without a task, tells everybody who waits, and can be given more', async () => {
  const tasks = createTaskGroup();
  await tasks.done();
  const { promise, resolve } = Promise.withResolvers<void>();
  tasks.add(promise);
  const both = Promise.all([tasks.done(), tasks.done()]);
  resolve();
  await both;
  const ended: string[] = [];
  tasks.add(Promise.resolve().then(() => void ended.push('later')));
  await tasks.done();
  expect(ended).toEqual(['later']);
});

it('keeps what fails in the order in which it does, and ends nothing else', async () => {
  const tasks = createTaskGroup();
  const late = Promise.withResolvers<void>();
  const ended: string[] = [];
  tasks.add(late.promise);
  tasks.add(Promise.reject(new Error('early')));
  tasks.add(Promise.resolve().then(() => void ended.push('good')));
  setImmediate(() => late.reject(new Error('late')));
  await tasks.done();
  expect(tasks.failures).toEqual([new Error('early'), new Error('late')]);
  expect(ended).toEqual(['good']);
});
