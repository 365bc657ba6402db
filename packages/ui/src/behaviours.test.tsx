import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { cn } from './cn.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Dialog, DialogContent, DialogTrigger } from './dialog.tsx'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from './dropdown-menu.tsx'
import { ErrorState } from './error-state.tsx'
import { IconButton } from './icon-button.tsx'
import { Field, Input } from './input.tsx'
import { Progress } from './progress.tsx'
import { TooltipProvider } from './tooltip.tsx'

describe('cn', () => {
  it('lets the later class win', () => {
    expect(cn('px-2 text-ink', 'px-4', false)).toBe('text-ink px-4')
  })
})

describe('Button', () => {
  it('is no submit button and ignores presses while busy', async () => {
    const press = vi.fn()
    render(
      <Button busy onClick={press}>
        Save
      </Button>,
    )
    const button = screen.getByRole('button', { name: 'Save' })
    await userEvent.click(button)
    expect(button.getAttribute('type')).toBe('button')
    expect(button.getAttribute('aria-busy')).toBe('true')
    expect(press).not.toHaveBeenCalled()
  })

  it('lends its looks to a link', () => {
    render(
      <Button asChild variant="primary">
        <a href="/trash">Trash</a>
      </Button>,
    )
    expect(screen.getByRole('link', { name: 'Trash' }).className).toContain('bg-primary')
  })
})

describe('IconButton', () => {
  it('is found by its label and shows it on focus', async () => {
    render(
      <TooltipProvider>
        <IconButton label="Delete" shortcut="Del">
          ×
        </IconButton>
      </TooltipProvider>,
    )
    await userEvent.tab()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete' }))
    expect((await screen.findByRole('tooltip')).textContent).toContain('Delete')
  })
})

describe('Dialog', () => {
  it('takes the focus, closes on Escape and gives the focus back', async () => {
    render(
      <TooltipProvider>
        <Dialog>
          <DialogTrigger>Rename</DialogTrigger>
          <DialogContent title="Rename collection">
            <Input aria-label="Name" />
          </DialogContent>
        </Dialog>
      </TooltipProvider>,
    )
    const trigger = screen.getByRole('button', { name: 'Rename' })
    await userEvent.click(trigger)
    const dialog = screen.getByRole('dialog', { name: 'Rename collection' })
    expect(dialog.contains(document.activeElement)).toBe(true)
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(() => expect(document.activeElement).toBe(trigger))
  })
})

function Deletion({ onConfirm }: { onConfirm: () => void }) {
  const [open, setOpen] = useState(true)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title="Delete 3 images for good?"
      description="They can't be brought back."
      action="Delete for good"
      onConfirm={onConfirm}
    />
  )
}

describe('ConfirmDialog', () => {
  it('starts on Cancel, so that Enter harms nothing', async () => {
    const confirm = vi.fn()
    render(<Deletion onConfirm={confirm} />)
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'))
    await userEvent.keyboard('{Enter}')
    expect(confirm).not.toHaveBeenCalled()
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('acts when told so', async () => {
    const confirm = vi.fn()
    render(<Deletion onConfirm={confirm} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete for good' }))
    expect(confirm).toHaveBeenCalledOnce()
  })
})

describe('DropdownMenu', () => {
  it('opens, moves and takes by keyboard alone', async () => {
    const take = vi.fn()
    render(
      <DropdownMenu>
        <DropdownMenuTrigger>More</DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem>Tag</DropdownMenuItem>
          <DropdownMenuItem onSelect={take}>Collect</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>,
    )
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await screen.findByRole('menu')
    // The page beneath stays there for assistive technology.
    expect(screen.getByRole('button', { name: 'More' })).toBeDefined()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(take).toHaveBeenCalledOnce()
  })
})

describe('Field', () => {
  it('ties label, hint and error to the control', () => {
    render(
      <Field label="Name" hint="Up to 100 characters." error="That name is taken.">
        {(ids) => <Input {...ids} />}
      </Field>,
    )
    const input = screen.getByLabelText('Name')
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described).toEqual(['Up to 100 characters.', 'That name is taken.'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('Checkbox', () => {
  it('says when some but not all are chosen', () => {
    render(<Checkbox aria-label="All" checked="indeterminate" />)
    expect(screen.getByRole('checkbox', { name: 'All' }).getAttribute('aria-checked')).toBe('mixed')
  })
})

describe('Progress', () => {
  it('gives no value while none is known', () => {
    render(<Progress label="Reading" value={null} />)
    expect(screen.getByRole('progressbar', { name: 'Reading' }).hasAttribute('aria-valuenow')).toBe(false)
  })

  it('gives whole percents', () => {
    render(<Progress label="Reading" value={0.426} />)
    expect(screen.getByRole('progressbar', { name: 'Reading' }).getAttribute('aria-valuenow')).toBe('43')
  })
})

describe('ErrorState', () => {
  it('announces itself and offers another try', async () => {
    const retry = vi.fn()
    render(<ErrorState title="No answer" message="The server does not answer." onRetry={retry} />)
    expect(screen.getByRole('alert').textContent).toContain('The server does not answer.')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })
})
