'use client'
/** Which engine answers: the best there is unless somebody chose; each says what to expect of it. */
import type { AskEngines, EngineName } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@vitrine/ui/dropdown-menu'
import { ChevronDownIcon, SettingsIcon } from 'lucide-react'
import Link from 'next/link'
import {
  canAnswer,
  type EngineChoice,
  engineChoices,
  engineDetail,
  engineLimits,
  engineTitle,
  engineToAsk,
} from './engine-words.ts'

export interface Wish {
  engine: EngineName | null
  model: string | null
}

interface EngineMenuProps {
  engines: AskEngines
  wish: Wish
  onChoose: (wish: Wish) => void
}

/** No engine is called so. */
const BEST = 'best'
const keyOf = ({ engine, model }: EngineChoice) => `${engine} ${model ?? ''}`

export function EngineMenu({ engines, wish, onChoose }: EngineMenuProps) {
  const choices = engineChoices(engines)
  const asked = engineToAsk(engines, wish.engine)
  const isBest = wish.engine === null
  const chosen = choices.find(
    ({ engine, model }) => engine === wish.engine && (model === null || model === wish.model),
  )
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost" className="min-w-0 max-w-full gap-1.5">
          <span className="sr-only">Answered by </span>
          <span className="truncate">{engineTitle(asked, isBest ? null : wish.model)}</span>
          <ChevronDownIcon aria-hidden className="size-3.5" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-[min(24rem,90vw)]">
        <DropdownMenuRadioGroup
          value={isBest || !chosen ? BEST : keyOf(chosen)}
          onValueChange={(key) => {
            const choice = choices.find((one) => keyOf(one) === key)
            onChoose(choice ? { engine: choice.engine, model: choice.model } : { engine: null, model: null })
          }}
        >
          <DropdownMenuRadioItem value={BEST}>
            <span className="grid py-1">
              The best there is
              <span className="text-ink-faint text-xs">Now: {engineTitle(engines.chosen)}</span>
            </span>
          </DropdownMenuRadioItem>
          {choices.map((choice) => (
            <DropdownMenuRadioItem
              key={keyOf(choice)}
              value={keyOf(choice)}
              disabled={!canAnswer(choice.status)}
            >
              <span className="grid min-w-0 py-1">
                <span className="[overflow-wrap:anywhere]">{engineTitle(choice.engine, choice.model)}</span>
                <span className="text-pretty text-ink-faint text-xs">
                  {canAnswer(choice.status) ? engineLimits[choice.engine] : engineDetail(choice.status)}
                </span>
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/models">
            <SettingsIcon aria-hidden /> Models and servers
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
